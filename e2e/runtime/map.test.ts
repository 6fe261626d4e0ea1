import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { type MiniProgram, RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
let tiles: Server;
const asked: string[] = [];
beforeAll(async () => {
  lab = await RuntimeLab.start();
  tiles = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(200, { "content-type": "image/svg+xml", "access-control-allow-origin": "*" });
    response.end('<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>');
  });
  await new Promise<void>((resolve) => tiles.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await lab?.close();
  await new Promise((resolve) => tiles.close(resolve));
});

const ttml = `<map id="m" style="width:300px;height:300px" longitude="{{longitude}}" latitude="0" scale="{{scale}}" show-scale
  markers="{{markers}}" polyline="{{polyline}}" polygons="{{polygons}}" circles="{{circles}}" include-points="{{points}}"
  bindmarkertap="on" bindcallouttap="on" bindregionchange="on" bindtap="on"><view id="over">over</view></map>`;

const js = `Page({
  data: {
    longitude: 0, scale: 3,
    markers: [
      { id: 7, longitude: 0, latitude: 0, title: "middle", callout: { content: "<b>here</b>", display: "ALWAYS", color: "#ff0000" } },
      { id: 8, longitude: 20, latitude: 20, iconPath: "/pin.svg", width: 20, height: 20, anchorX: 0.5, anchorY: 0.5 },
      { id: 9, longitude: 500, latitude: 0 },
    ],
    polyline: [{ points: [{ longitude: -10, latitude: 0 }, { longitude: 10, latitude: 10 }], color: "#ff0000", width: 3, dottedLine: true }],
    polygons: [{ points: [{ longitude: 0, latitude: 0 }, { longitude: 5, latitude: 0 }, { longitude: 5, latitude: 5 }], fillColor: "#00ff0033" }],
    circles: [{ longitude: 0, latitude: 0, radius: 500000, color: "#0000ff" }],
    points: [],
  },
  on(e) { const { region, centerLocation, ...detail } = e.detail; console.log(e.type, JSON.stringify(detail, (k, v) => typeof v === "number" ? Math.round(v) : v)) },
})`;

async function show(files: Record<string, string> = {}): Promise<MiniProgram> {
  const app = await lab.open({
    "app.js": `App({}); Function("return window")().tt = tt`,
    "pages/index/index.ttml": ttml,
    "pages/index/index.js": js,
    "pin.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    ...files,
  });
  await app.frame.locator(".lianmai-marker").first().waitFor();
  return app;
}

/** Asks the map's context and hands back what comes, numbers rounded. */
async function ask(app: MiniProgram, name: string, options: object = {}): Promise<unknown> {
  return await app.frame.evaluate(
    ([method, given]) => {
      type Context = Record<string, (options: object) => Promise<object>>;
      const { tt } = window as unknown as { tt: { createMapContext(id: string): Context } };
      const answer = tt.createMapContext("m")[method]?.(given);
      const round = (_key: string, value: unknown) => (typeof value === "number" ? Math.round(value) : value);
      return answer?.then(
        (value) => JSON.parse(JSON.stringify(value, round)),
        (error: { errMsg: string }) => error.errMsg,
      );
    },
    [name, options] as const,
  );
}

it("draws markers, lines, areas and circles where they are on earth, and says that there is no base map", async () => {
  const app = await show();
  const box = await app.frame.locator("#m").boundingBox();
  if (!box) throw new Error("no map");
  // At scale 3 the world is 2048 pixels wide: 20 degrees are 113.8 to the right, and 116 up in Mercator's projection.
  const icon = await app.frame.locator(".lianmai-marker img").boundingBox();
  expect(Math.round((icon?.x ?? 0) + 10 - box.x - 150)).toBe(114);
  expect(Math.round((icon?.y ?? 0) + 10 - box.y - 150)).toBe(-116);
  expect(await app.frame.locator(".lianmai-marker").count()).toBe(2);
  expect(await app.frame.locator("#m .leaflet-overlay-pane path").count()).toBe(3);
  expect(await app.text(".lianmai-callout-words")).toBe("<b>here</b>");
  expect(await app.text(".leaflet-control-scale-line")).toMatch(/^[\d.]+ km$/);
  expect(await app.text(".lianmai-map-note")).toContain("lianmai.map.tiles");
  expect(await app.text("#over")).toBe("over");
  const printed = await app.printed();
  expect(printed.some((line) => line.includes("markers[2] has no latitude and longitude"))).toBe(true);
  await app.close();
});

it("tells taps on markers, bubbles and the ground, and moves", async () => {
  const app = await show();
  await app.tap(".lianmai-callout");
  await app.printsEventually('callouttap {"markerId":7}');
  await app.tap(".lianmai-marker img");
  await app.printsEventually('markertap {"markerId":8}');
  const box = await app.frame.locator("#m").boundingBox();
  if (!box) throw new Error("no map");
  await app.page.mouse.click(box.x + 150 + 57, box.y + 150 + 60);
  const lines = async () => (await app.printed()).filter((line) => line.startsWith("tap"));
  await until("the ground was tapped", async () => (await lines()).at(-1)?.includes('"latitude":-10,"longitude":10'));
  await app.page.mouse.move(box.x + 60, box.y + 60);
  await app.page.mouse.down();
  await app.page.mouse.move(box.x + 120, box.y + 60, { steps: 4 });
  await app.page.mouse.up();
  await app.printsEventually('regionchange {"type":"end","causedBy":"drag","scale":3,"rotate":0,"skew":0}');
  await app.close();
});

it("answers its context, and walks markers", async () => {
  const app = await show();
  expect(await ask(app, "getScale")).toEqual({ errMsg: "getScale:ok", scale: 3 });
  expect(await ask(app, "getCenterLocation")).toMatchObject({ longitude: 0, latitude: 0 });
  expect(await ask(app, "mapToScreen", { longitude: 20, latitude: 20 })).toMatchObject({ x: 264, y: 34 });
  expect(await ask(app, "screenToMap", { x: 264, y: 34 })).toMatchObject({ longitude: 20, latitude: 20 });
  await ask(app, "moveToLocation", { longitude: 40, latitude: 0 });
  expect(await ask(app, "getCenterLocation")).toMatchObject({ longitude: 40 });
  const corners = [
    { longitude: 10, latitude: -10 },
    { longitude: 30, latitude: 10 },
  ];
  await ask(app, "includePoints", { points: corners });
  expect(await ask(app, "getCenterLocation")).toMatchObject({ longitude: 20, latitude: 0 });
  expect(await ask(app, "getRegion")).toMatchObject({ southwest: { longitude: 10 }, northeast: { longitude: 30 } });
  expect(await ask(app, "moveAlong", { markerId: 5, path: corners, duration: 1 })).toContain("no marker with the id 5");
  await ask(app, "translateMarker", { markerId: 8, destination: { longitude: 20, latitude: 0 }, duration: 50 });
  const box = await app.frame.locator("#m").boundingBox();
  await until("the marker has arrived", async () => {
    const icon = await app.frame.locator(".lianmai-marker img").boundingBox();
    const away = (icon?.x ?? 0) + 10 - (box?.x ?? 0) - 150;
    if (Math.abs(away) > 2) throw new Error(`it is ${away} pixels away`);
    return true;
  });
  await app.close();
});

it("shows the tiles of the server that the project names", async () => {
  const { port } = tiles.address() as AddressInfo;
  const map = { tiles: `http://127.0.0.1:${port}/{z}/{x}/{y}.svg`, attribution: "the test" };
  const app = await show({ "project.config.json": JSON.stringify({ appid: "tt1", lianmai: { map } }) });
  await until("tiles are asked for", () => asked.some((url) => /^\/3\/\d\/\d\.svg$/.test(url)));
  expect(await app.frame.locator(".lianmai-map-note").count()).toBe(0);
  expect(await app.text(".leaflet-control-attribution")).toContain("the test");
  await app.close();
});
