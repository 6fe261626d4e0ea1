import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { type MiniProgram, RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

/** A page that prints its life and has a field `run` for what a test wants it to do. */
const page = (name: string, more = "") => ({
  [`pages/${name}/${name}.ttml`]: `<view id="${name}">this is ${name}</view>${more}`,
  [`pages/${name}/${name}.js`]: `
    const say = (what) => function (arg) { console.log("${name} " + what + (arg && arg.x ? " x=" + arg.x : "")) }
    Page({ onLoad: say("load"), onShow: say("show"), onReady: say("ready"), onHide: say("hide"), onUnload: say("unload") })`,
});

const files = {
  // The test reaches `tt` by the one way out of a module that is left.
  "app.js": `Function("return window")().tt = tt; App({
    onLaunch(o) { console.log("app launch", o.path, o.query.x) }, onShow() { console.log("app show") }, onHide() { console.log("app hide") },
    onError(message) { console.log("app error", message.split("\\n")[0]) },
    onUnhandledRejection({ reason }) { console.log("app rejection", reason.message) },
    onPageNotFound({ path, isEntryPage }) { console.log("app not found", path, isEntryPage) },
  })`,
  ...page("a"),
  ...page("b"),
  ...page("c"),
};

const order = ["pages/a/a", "pages/b/b", "pages/c/c"];
const app = (more: object = {}) => ({ ...files, "app.json": JSON.stringify({ pages: order, ...more }) });

/** Calls one of the navigation functions of `tt` and hands back its `errMsg`. */
async function route(program: MiniProgram, name: string, options: object): Promise<string> {
  return await program.frame.evaluate(
    ([method, given]) =>
      new Promise<string>((resolve) => {
        const { tt } = window as unknown as { tt: Record<string, (options: object) => void> };
        tt[method]?.({ ...given, complete: ({ errMsg }: { errMsg: string }) => resolve(errMsg) });
      }),
    [name, options] as const,
  );
}

const to = (page: string) => ({ url: `/pages/${page}/${page}?x=1` });

describe("the life of app and pages", () => {
  it("goes in the order of the platform", async () => {
    const program = await lab.open(app(), { path: "pages/a/a", query: { x: "%20" } });
    await program.printsEventually("a ready");
    expect(await route(program, "navigateTo", to("b"))).toBe("navigateTo:ok");
    await program.printsEventually("b ready");
    expect(await route(program, "navigateBack", {})).toBe("navigateBack:ok");
    expect(await route(program, "redirectTo", to("c"))).toBe("redirectTo:ok");
    await program.printsEventually("c ready");
    await program.phone("hide");
    await program.phone("show");
    expect(await program.printed()).toEqual([
      "app launch pages/a/a %20",
      "app show",
      "a load x=%20",
      "a show",
      "a ready",
      "a hide",
      "b load x=1",
      "b show",
      "b ready",
      "b unload",
      "a show",
      "a unload",
      "c load x=1",
      "c show",
      "c ready",
      "c hide",
      "app hide",
      "app show",
      "c show",
    ]);
    await program.close();
  });

  it("shows only the page on top and keeps those below as they were", async () => {
    const program = await lab.open(app());
    await program.showsEventually("this is a");
    await route(program, "navigateTo", to("b"));
    await program.showsEventually("this is b");
    expect(await program.frame.locator("#a").isVisible()).toBe(false);
    await program.phone("back");
    await program.showsEventually("this is a");
    expect(await program.frame.locator("#b").count()).toBe(0);
    await program.phone("back");
    await until("the phone is told", async () => (await program.records()).exits === 1);
    await program.close();
  });

  it("restores the stack after a reload", async () => {
    const program = await lab.open(app(), { path: "pages/c/c", stack: [{ path: "pages/a/a", query: {} }] });
    await program.printsEventually("c ready");
    expect(await program.frame.locator("#a").isVisible()).toBe(false);
    await program.phone("back");
    await program.printsEventually("a ready");
    expect(await program.printed()).toEqual(expect.arrayContaining(["a load", "c load", "c unload", "a show"]));
    await program.close();
  });
});

describe("a refused navigation", () => {
  it("says why and changes nothing", async () => {
    const program = await lab.open(
      app({
        tabBar: {
          list: [
            { pagePath: "pages/a/a", text: "A" },
            { pagePath: "pages/c/c", text: "C" },
          ],
        },
      }),
    );
    await program.showsEventually("this is a");
    expect(await route(program, "navigateTo", to("x"))).toContain("is not found");
    expect(await route(program, "navigateTo", to("c"))).toContain("use switchTab");
    expect(await route(program, "switchTab", to("b"))).toContain("is not in the list");
    expect(await route(program, "navigateBack", {})).toContain("first page");
    for (let depth = 1; depth < 10; depth++) expect(await route(program, "navigateTo", to("b"))).toBe("navigateTo:ok");
    expect(await route(program, "navigateTo", to("b"))).toContain("stack is full");
    const routes = await program.reports("route");
    expect(routes.at(-1)?.stack).toHaveLength(10);
    await program.close();
  });
});

describe("tab pages", () => {
  it("live on while another is shown", async () => {
    const program = await lab.open(
      app({
        tabBar: {
          list: [
            { pagePath: "pages/a/a", text: "A" },
            { pagePath: "pages/c/c", text: "C" },
          ],
        },
      }),
    );
    await program.showsEventually("this is a");
    await program.phone("tab", 1);
    await program.showsEventually("this is c");
    await route(program, "navigateTo", to("b"));
    await program.showsEventually("this is b");
    await program.phone("back");
    await program.phone("tab", 0);
    await program.showsEventually("this is a");
    const printed = await program.printed();
    expect(printed).not.toContain("a unload");
    expect(printed.filter((line) => line === "a load")).toHaveLength(1);
    const { tabBars } = await program.records();
    expect(tabBars.at(-1)).toMatchObject({ selected: 0, visible: true });
    await program.close();
  });
});

describe("bad programs", () => {
  it("tell their errors and live on", async () => {
    const program = await lab.open({
      ...app(),
      "pages/b/b.js": `throw new Error("b is broken")`,
      "pages/c/c.js": `Page({ onLoad() { throw new Error("load failed") }, async onShow() { throw new Error("show rejected") } })`,
    });
    await program.printsEventually("app error Error: b is broken");
    await route(program, "navigateTo", to("c"));
    await program.printsEventually("app error Error: load failed");
    await program.printsEventually("app rejection show rejected");
    await program.showsEventually("this is c");
    await route(program, "navigateTo", to("b"));
    await program.showsEventually("b is broken");
    expect((await program.reports("error")).map(({ message }) => message)).toEqual([
      "Error: b is broken",
      "Error: load failed",
      "Error: show rejected",
    ]);
    await program.close();
  });

  it("start with the entry page when the start page is unknown", async () => {
    const program = await lab.open(app(), { path: "pages/gone/gone" });
    await program.showsEventually("this is a");
    expect(await program.printed()).toContain("app not found pages/gone/gone true");
    await program.close();
  });
});
