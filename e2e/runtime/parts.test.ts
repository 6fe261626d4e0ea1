import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { MiniProgram, RuntimeLab } from "./mini-program.js";
import { mountFrame } from "./test-host.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

const fetched = (app: MiniProgram) =>
  app.frame.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => name.replace(/^.*\/|\.[\w-]{8}\.js$/g, "")),
  );

/** A page whose button runs a script. */
const program = (run: string, ttml = "") => ({
  "pages/index/index.ttml": `<button bindtap="run">run</button>${ttml}`,
  "pages/index/index.js": `Page({ async run() { ${run} } })`,
});

describe("the parts of the runtime", () => {
  it("are loaded as far as a program uses them", async () => {
    const app = await lab.open(program(`tt.setStorageSync("a", 1); console.log(tt.getStorageSync("a"))`, "<slider />"));
    await app.tap("tt-button");
    await app.printsEventually("1");
    const names = await fetched(app);
    expect(names).toEqual(expect.arrayContaining(["lianmai-storage", "lianmai-button", "lianmai-slider"]));
    for (const name of ["lianmai-request", "lianmai-swiper", "lianmai-rtc.js"]) expect(names).not.toContain(name);
    await app.close();
  });

  it.each([
    [
      "taken apart",
      `const { getStorageSync: get, setStorageSync } = tt; setStorageSync("a", 1); console.log(get("a"))`,
    ],
    ["under another name", `const api = tt; api.setStorageSync("a", 1); console.log(api.getStorageSync("a"))`],
    ["by a computed name", `const name = "StorageSync"; tt["set" + name]("a", 1); console.log(tt["get" + name]("a"))`],
    ["detached", `const f = tt.setStorageSync; f("a", 1); console.log((0, tt.getStorageSync)("a"))`],
    ["listed", `const all = Object.keys(tt); console.log(all.length > 150 && all.includes("request") ? 1 : all)`],
    ["asked for", `console.log(tt.canIUse("request.object.url") && tt.canIUse("slider.max") ? 1 : 0)`],
  ])("are there for functions %s", async (_how, run) => {
    const app = await lab.open(program(run));
    await app.tap("tt-button");
    await app.printsEventually("1");
    await app.close();
  });

  it("that cannot be loaded fail where they are called, and come as soon as they can", async () => {
    const first = await lab.open(
      program(`try { await tt.setStorage({ key: "a", data: 1 }); console.log("stored") }
        catch ({ errMsg }) { console.log(errMsg.slice(0, 15)) }`),
    );
    await first.page.route("**/lianmai-storage.*", (route) => route.abort());
    const url = new URL(first.frame.url()).pathname;
    await first.page.evaluate(mountFrame, { url, launch: { path: "", query: {}, scene: "" } });
    const frame = await until("the frame is there again", () =>
      first.page.frames().find((it) => it !== first.frame && it.url().endsWith(url)),
    );
    const app = new MiniProgram(first.page, frame);
    await app.tap("tt-button");
    await app.printsEventually("setStorage:fail");
    await first.page.unroute("**/lianmai-storage.*");
    await app.tap("tt-button");
    await app.printsEventually("stored");
    await app.close();
  });
});
