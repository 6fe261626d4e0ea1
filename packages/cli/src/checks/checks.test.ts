import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ApiSupport } from "../site/runtime-files.js";
import { checkProject } from "./check-project.js";

const support = new Map<string, ApiSupport>([
  ["request", { name: "request", support: "real" }],
  ["createRtcRoomContext", { name: "createRtcRoomContext", support: "real" }],
  ["pay", { name: "pay", support: "refused", note: { zh: "支付只在原平台。", en: "Payments are elsewhere." } }],
]);
const KEY = "0123456789abcdef0123456789abcdef";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "lianmai-check-"));
});
afterEach(() => rm(project, { recursive: true, force: true }));

async function write(files: Record<string, string | Buffer>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), content);
  }
}

/** Checks a program of one page with this script; what was found, as `code file:line:column`. */
async function check(script: string, more: Record<string, string | Buffer> = {}, keys: string[] = []) {
  await write({
    "app.json": '{ "pages": ["pages/a/a"] }',
    "app.js": "App({});",
    "pages/a/a.json": "{}",
    "pages/a/a.ttml": "<view>a</view>",
    "pages/a/a.js": `Page({});\n${script}`,
    ...more,
  });
  const { findings } = await checkProject({ project, support, keys });
  return findings.map(({ severity, code, file, line, column }) => `${severity} ${code} ${file}:${line}:${column}`);
}

describe("check", () => {
  it("says nothing of a program that is well", async () => {
    expect(await check("tt.request({});")).toEqual([]);
  });

  it("points at the mistakes of the compiler", async () => {
    const found = await check("const = 1;");
    expect(found[0]).toMatch(/^error \S+ pages\/a\/a\.js:2:7$/);
  });

  it("tells functions that do not work here, and ones that do not exist", async () => {
    expect(await check("tt.pay();\n  tt.reqest({});\n// tt.comment();")).toEqual([
      "warning api-refused pages/a/a.js:2:1",
      "warning api-unknown pages/a/a.js:3:3",
    ]);
  });

  it("lets a program probe for what may not be there", async () => {
    expect(await check("if (tt.later) tt.later();")).toEqual([]);
  });

  it.each([
    ["tt.createRtcRoomContext()", ["error rtc-no-app-id pages/a/a.js:2:4"]],
    ["tt.createRtcRoomContext({ appId: 'Your_AppId' })", ["error rtc-no-app-id pages/a/a.js:2:4"]],
    ["tt.createRtcRoomContext({ appId: '' })", ["error rtc-no-app-id pages/a/a.js:2:4"]],
    ["tt.createRtcRoomContext({ appId: '661e1234abcd5678ef90543c' })", []],
    ["const appId = 'x'; tt.createRtcRoomContext({ appId })", []],
  ])("%s", async (script, expected) => {
    expect(await check(script)).toEqual(expected);
  });

  it("finds keys, by their name and those that this machine knows", async () => {
    expect(await check(`const appKey = "${KEY}";`)).toEqual(["error rtc-key-in-project pages/a/a.js:2:7"]);
    expect(await check(`const x = "${KEY}";`, {}, [KEY])).toEqual(["error rtc-key-in-project pages/a/a.js:2:12"]);
    expect(await check(`const x = "${KEY}";`)).toEqual([]);
  });

  it("wants tokens fetched from a back end", async () => {
    const token = `001661e1234abcd5678ef90543c${"A".repeat(40)}`;
    expect(await check(`ctx.joinRtcRoom({ token: "${token}" });`)).toEqual([
      "warning rtc-no-back-end pages/a/a.js:2:5",
      "warning rtc-token-in-project pages/a/a.js:2:26",
    ]);
    expect(await check("ctx.joinRtcRoom({ token }); tt.request({});")).toEqual([]);
  });

  it("names files that nothing uses, and not those whose address is put together", async () => {
    const found = await check("", {
      "pages/a/a.ttml": '<image src="/icons/{{name}}.svg" /><image src="/one.png" />',
      "icons/on.svg": "<svg/>",
      "one.png": "x",
      "two.png": "x",
      "old.js": "",
      "README.md": "",
    });
    expect(found).toEqual(["warning file-unused old.js:1:1", "warning file-unused two.png:1:1"]);
  });

  it("leaves out what the project leaves out of its package", async () => {
    await write({
      "project.config.json": JSON.stringify({ packOptions: { ignore: [{ type: "folder", value: "design" }] } }),
    });
    expect(await check("", { "design/big.png": Buffer.alloc(500_000) })).toEqual([]);
  });

  it("names files that are too large", async () => {
    const found = await check("const x = '/big.png';", { "big.png": Buffer.alloc(400 * 1024) });
    expect(found).toEqual(["warning file-large big.png:1:1"]);
  });

  it("counts what a package takes in bytes, of subpackages as well", async () => {
    const code = (size: number) => `Page({}); tt.setStorageSync("a", "${"x".repeat(size)}");`;
    await check("", {
      "app.json": '{ "pages": ["pages/a/a"], "subpackages": [{ "root": "more", "pages": ["b"] }] }',
      "more/b.ttml": "<view />",
      "more/b.js": code(2 * 1024 * 1024),
    });
    const support = new Map<string, ApiSupport>([["setStorageSync", { name: "setStorageSync", support: "real" }]]);
    const { findings, sizes } = await checkProject({ project, support, keys: [] });
    expect(findings).toMatchObject([{ code: "package-large", file: "app.json" }]);
    expect(findings[0]?.message).toContain("more");
    expect(sizes.script).toBeGreaterThan(2 * 1024 * 1024);
  });

  it("points into the folder of the mini-program where the project has one", async () => {
    await write({
      "project.config.json": '{ "miniprogramRoot": "mini/" }',
      "mini/app.json": '{ "pages": ["a"] }',
      "mini/app.js": "App({}); tt.pay();",
      "mini/a.ttml": "<view/>",
      "mini/a.js": "Page({});",
      "mini/left.js": "",
    });
    const { findings } = await checkProject({ project, support, keys: [] });
    expect(findings.map(({ code, file }) => `${code} ${file}`)).toEqual([
      "api-refused mini/app.js",
      "file-unused mini/left.js",
    ]);
  });
});
