import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { componentTable } from "./can-i-use/components.js";
import { notes } from "./documentation/notes.js";
import { documentedFunctions } from "./documentation/table.js";
import { type LoadedApi, loadApi } from "./index.js";
import { call, callBack } from "./testing/call.js";
import { TestEnvironment } from "./testing/environment.js";

vi.stubGlobal("navigator", { onLine: true, userAgent: "test" });
vi.stubGlobal("addEventListener", () => undefined);
vi.stubGlobal("innerWidth", 375);
vi.stubGlobal("innerHeight", 724);

/** Members of other objects that the typings export beside the functions of `tt`. */
const NO_FUNCTIONS_OF_TT = ["inferSync", "load", "onLoad", "paintToTexture"];

function functionsOfTypings(): string[] {
  const root = dirname(createRequire(import.meta.url).resolve("@douyin-microapp/typings/package.json"));
  const files = readdirSync(join(root, "api"), { recursive: true, encoding: "utf8" }).map((file) => join("api", file));
  const names = [...files.filter((file) => file.endsWith(".d.ts")), "types/api.d.ts"].flatMap((file) => {
    const code = readFileSync(join(root, file), "utf8").replace(/\/\*.*?\*\//gs, "");
    return [...code.matchAll(/export (?:declare )?const (\w+)/g)].map((match) => match[1] ?? "");
  });
  return [...new Set(names)].filter((name) => !NO_FUNCTIONS_OF_TT.includes(name));
}

describe("tt", () => {
  let environment: TestEnvironment;
  let api: Record<string, unknown>;
  let loaded: LoadedApi;
  beforeAll(async () => {
    loaded = await loadApi("all", async () => ({}));
  });
  beforeEach(() => {
    environment = new TestEnvironment();
    api = loaded.create(environment);
  });

  it("has every function of the platform's typings", () => {
    const names = functionsOfTypings();
    expect(names.length).toBeGreaterThan(180);
    expect(names.filter((name) => !(name in api))).toEqual([]);
  });

  it("refuses what it cannot do in the platform's style, and says why once", async () => {
    const refused = Object.entries(loaded.describe(environment)).filter(([, { support }]) => support === "refused");
    expect(refused.length).toBeGreaterThan(10);
    const failure = { errMsg: "createOrder:fail not supported", errorType: "F" };
    expect(await callBack(api, "createOrder")).toContainEqual(["fail", failure]);
    await callBack(api, "createOrder");
    expect(environment.warnings).toEqual([
      "tt.createOrder is not supported: payments and orders exist only on the original platform.",
    ]);
    expect(() => call(api, "createCloud")).toThrow("createCloud:fail not supported");
    expect(call(api, "onGetWifiList", () => undefined)).toBeUndefined();
  });

  it("is documented: what is simulated says how, and every note is about a function that exists", async () => {
    const table = await documentedFunctions();
    const silent = table.filter(({ support, note }) => support !== "real" && !(note?.zh && note.en));
    expect(silent).toEqual([]);
    expect(Object.keys(notes).filter((name) => !table.some((row) => row.name === name))).toEqual([]);
    expect(table.filter(({ name, support }) => support === "refused" && name in notes)).toEqual([]);
  });

  it("tells the truth about what can be used", async () => {
    const can = (schema: string) => call(api, "canIUse", schema);
    for (const schema of [
      "request",
      "request.object.url",
      "request.success.statusCode",
      "request.object.success",
      "showToast.object.icon.fail",
      "getSystemInfoSync.return.screenWidth",
      "onNetworkStatusChange.callback.networkType",
      "createRtcRoomContext",
      "RtcRoomContext.joinRtcRoom",
      "SocketTask",
      "login",
      "pay",
    ]) {
      expect(can(schema), schema).toBe(true);
    }
    for (const schema of [
      "",
      "nothing",
      "createOrder",
      "createOrder.object.url",
      "request.object.nothing",
      "request.success.nothing",
      "showToast.object.icon.round",
      "showToast.nothing",
      "SocketTask.nothing",
      "toString",
      "constructor.name",
      "request.object.url.x.y",
    ]) {
      expect(can(schema), schema).toBe(false);
    }
    const components = componentTable(
      [{ tag: "text", properties: { selectable: {}, userSelect: {} } as never }],
      ["view"],
    );
    const withComponents = (await loadApi("all", async () => components)).create(environment);
    expect(
      ["view", "view.hover-class", "text.user-select", "text.nothing", "map"].map((schema) =>
        call(withComponents, "canIUse", schema),
      ),
    ).toEqual([true, true, true, false, false]);
  });

  it("opens pages, and brings the kernel's refusals to fail", async () => {
    await call(api, "navigateTo", { url: "/pages/room/room?id=a%20b", query: { id: "no", extra: 1 } });
    expect(environment.calls).toEqual([
      ["navigateTo", { path: "pages/room/room", query: { id: "a%20b", extra: "1" } }],
    ]);
    expect(await callBack(api, "navigateTo", { url: "/pages/none/none" })).toEqual([
      ["fail", { errMsg: expect.stringMatching(/^navigateTo:fail page "pages\/none\/none" is not found/) }],
      ["complete", expect.anything()],
    ]);
    const [[, failure] = []] = await callBack(api, "navigateTo", { url: undefined });
    expect(failure).toMatchObject({
      errMsg: "navigateTo:fail params.url should be string, but got undefined",
      errNo: 20000,
    });
    await call(api, "navigateBack");
    await call(api, "navigateBack", { delta: 0 });
    expect(environment.calls.slice(1)).toEqual([
      ["navigateBack", 1],
      ["navigateBack", 1],
    ]);
  });

  it("shows toasts and dialogs with the documented defaults", async () => {
    await call(api, "showToast", { title: "好" });
    await call(api, "showLoading", { title: "等" });
    expect(environment.calls).toEqual([
      ["showToast", { title: "好", icon: "success", duration: 1500, mask: false }],
      ["showToast", { title: "等", icon: "loading", duration: 0, mask: false }],
    ]);
    await call(api, "showToast", { title: "完成" });
    await call(api, "hideLoading");
    expect(environment.calls.at(-1)?.[0]).toBe("showToast");
    await call(api, "showLoading", { title: "等" });
    await call(api, "hideLoading");
    expect(environment.calls.at(-1)?.[0]).toBe("hideToast");
    expect(await call(api, "showModal", { content: "?" })).toEqual({
      errMsg: "showModal:ok",
      confirm: true,
      cancel: false,
    });
    expect(environment.calls.at(-1)).toEqual([
      "showModal",
      { title: "", content: "?", showCancel: true, confirmText: "确定", cancelText: "取消" },
    ]);
    environment.user.button = "cancel";
    expect(await call(api, "showModal", { title: "t", editable: true })).toMatchObject({
      cancel: true,
      content: "typed",
    });
    await expect(call(api, "showModal", {})).rejects.toMatchObject({ errNo: 20000 });
    await expect(call(api, "showModal", { title: "t", confirmText: "五个字太长" })).rejects.toThrow(
      "params.confirmText",
    );
    environment.user.item = -1;
    await expect(call(api, "showActionSheet", { itemList: ["a"] })).rejects.toMatchObject({
      errMsg: "showActionSheet:fail cancel",
    });
    await expect(call(api, "showActionSheet", { itemList: [] })).rejects.toThrow("1 to 6 items");
  });

  it("changes the navigation bar, and the tab bar where there is one", async () => {
    await call(api, "setNavigationBarColor", { frontColor: "#ffffff", backgroundColor: "#112233" });
    expect(environment.calls).toEqual([["navigationBar", { frontColor: "white", backgroundColor: "#112233" }]]);
    await expect(
      call(api, "setNavigationBarColor", { frontColor: "#fff", backgroundColor: "#112233" }),
    ).rejects.toThrow('params.frontColor should be one of "#ffffff", "#000000", but got #fff');
    await expect(call(api, "showTabBar")).rejects.toThrow("the app has no tabBar");
    const colors = { color: "#000000", selectedColor: "#ff0000", backgroundColor: "#ffffff" };
    environment.tabs = { visible: true, selected: 0, ...colors, items: [{ text: "a" }, { text: "b" }] };
    await call(api, "setTabBarBadge", { index: 1, text: "99999" });
    expect(environment.calls.at(-1)).toEqual(["tabBarItem", 1, { badge: "999…", dot: false }]);
    await expect(call(api, "setTabBarBadge", { index: 2, text: "1" })).rejects.toThrow(
      "params.index should be 0 to 1, but got 2",
    );
  });

  it("asks for scopes, remembers refusals and shows them in the settings", async () => {
    environment.user.allows = false;
    const denied = { errMsg: "authorize:fail auth deny", errNo: 10200, errorType: "U" };
    expect(await callBack(api, "authorize", { scope: "scope.camera" })).toContainEqual(["fail", denied]);
    environment.user.allows = true;
    expect(await callBack(api, "authorize", { scope: "scope.camera" })).toContainEqual(["fail", denied]);
    expect(await call(api, "authorize", { scope: "scope.record" })).toMatchObject({ data: { "scope.record": "ok" } });
    const authSetting = { "scope.camera": false, "scope.record": true };
    expect(await call(api, "getSetting")).toEqual({ errMsg: "getSetting:ok", authSetting });
    expect(await call(api, "openSetting")).toMatchObject({ authSetting });
    await expect(call(api, "authorize", { scope: "camera" })).rejects.toThrow("params.scope should be one of");
  });

  it("knows the device, the window and how it was started", () => {
    expect(call(api, "getSystemInfoSync")).toMatchObject({
      platform: "devtools",
      screenWidth: 375,
      windowHeight: 724,
      safeArea: { top: 44, bottom: 778, width: 375, height: 734 },
      appName: "Douyin",
    });
    expect(call(api, "getLaunchOptionsSync")).toMatchObject({ path: "pages/index/index", query: { from: "test" } });
    expect(call(api, "getMenuButtonBoundingClientRect")).toMatchObject({ left: 279, width: 86 });
  });

  it("hears of the network, the app's life and its errors", () => {
    const heard: unknown[] = [];
    const listener = (value: unknown) => heard.push(value);
    for (const event of ["onNetworkStatusChange", "onAppShow", "onError"]) call(api, event, listener);
    environment.hostEvents.emit("networkChanged", false);
    environment.lifecycle.emit("appShow");
    environment.lifecycle.emit("error", "broken");
    expect(heard).toEqual([
      { isConnected: false, networkType: "none" },
      expect.objectContaining({ path: "pages/index/index" }),
      "broken",
    ]);
    for (const event of ["offNetworkStatusChange", "offAppShow", "offError"]) call(api, event, listener);
    environment.hostEvents.emit("networkChanged", true);
    environment.lifecycle.emit("error", "again");
    expect(heard).toHaveLength(3);
    expect(() => call(api, "onError", 1)).toThrow("onError:fail callback should be function, but got 1");
  });

  it("logs in and keeps the session", async () => {
    await expect(call(api, "checkSession")).rejects.toThrow("session expired");
    expect(await call(api, "login")).toEqual({
      errMsg: "login:ok",
      code: "code",
      anonymousCode: "anonymous",
      isLogin: true,
    });
    await expect(call(api, "checkSession")).resolves.toEqual({ errMsg: "checkSession:ok" });
    environment.host.login = async () => {
      throw new Error("no server");
    };
    await expect(call(api, "login")).rejects.toMatchObject({ errMsg: "login:fail no server", errNo: 10103 });
  });

  it("plays services of the platform as the user of the phone decides", async () => {
    environment.user.item = 1;
    expect(await call(api, "pay", { orderInfo: { order_id: "1", order_token: "2" }, service: 5 })).toMatchObject({
      code: 2,
    });
    environment.user.item = -1;
    expect(await call(api, "pay", { orderInfo: {} })).toMatchObject({ code: 4 });
    expect(await call(api, "scanCode")).toMatchObject({ result: "typed" });
    expect(await call(api, "requestSubscribeMessage", { tmplIds: ["a", "b"] })).toMatchObject({
      a: "accept",
      b: "accept",
    });
    environment.user.button = "cancel";
    await expect(call(api, "scanCode")).rejects.toThrow("scanCode:fail cancel");
    expect(await call(api, "requestSubscribeMessage", { tmplIds: ["a"] })).toMatchObject({ a: "reject" });
    await expect(call(api, "navigateToMiniProgram", { appId: "tt1" })).rejects.toThrow(
      "navigateToMiniProgram:fail cancel",
    );
    environment.user.allows = false;
    await expect(call(api, "chooseAddress")).rejects.toThrow("chooseAddress:fail auth deny");
  });

  it("turns bytes to Base64 and back", () => {
    const bytes = Uint8Array.from([0, 255, 128]).buffer;
    expect(call(api, "arrayBufferToBase64", bytes)).toBe("AP+A");
    expect(call(api, "base64ToArrayBuffer", "AP+A")).toEqual(bytes);
  });
});
