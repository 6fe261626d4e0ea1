import { watch } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CompileState, ServedChange } from "../messages.js";
import { ProjectBuild } from "./project-build.js";

let folder: string;
let build: ProjectBuild;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-build-"));
  build = new ProjectBuild(folder);
});
afterEach(async () => {
  await build.close();
  await rm(folder, { recursive: true, force: true });
});

async function save(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

const project = (prefix = "") => ({
  [`${prefix}app.json`]: '{"pages":["pages/index/index"]}',
  [`${prefix}app.js`]: "App({})",
  [`${prefix}pages/index/index.js`]: "Page({ data: { n: 1 } })",
  [`${prefix}pages/index/index.ttml`]: "<view>{{n}}</view>",
  [`${prefix}pages/index/index.ttss`]: ".a { color: red }",
  [`${prefix}pages/index/index.json`]: "{}",
});

/** The state after a compilation of which `fits` holds. */
function compiled(
  fits: (state: CompileState, change?: ServedChange) => boolean = () => true,
): Promise<[CompileState, ServedChange | undefined]> {
  return new Promise((resolve) => {
    const listener = (state: CompileState, change?: ServedChange) => {
      if (!fits(state, change)) return;
      build.off("compiled", listener);
      resolve([state, change]);
    };
    build.on("compiled", listener);
  });
}

test("each kind of file leads to the smallest change", async () => {
  await save(project());
  await build.start();
  expect(build.state).toMatchObject({ phase: "ready", round: 1, diagnostics: [], hash: build.bundle?.hash });
  const kindAfter = async (files: Record<string, string>) => {
    const next = compiled((_, change) => change !== undefined);
    await save(files);
    return (await next)[1]?.change.kind;
  };
  expect(await kindAfter({ "pages/index/index.ttss": ".a { color: blue }" })).toBe("styles");
  expect(await kindAfter({ "pages/index/index.ttml": "<view>n: {{n}}</view>" })).toBe("templates");
  expect(await kindAfter({ "pages/index/index.js": "Page({ data: { n: 2 } })" })).toBe("reload");
  expect(await kindAfter({ "image/a.png": "picture" })).toBe("reload");
});

test("a file that is emptied before it is written is not compiled in between", async () => {
  await save(project());
  await build.start();
  const rounds: (string | undefined)[] = [];
  build.on("compiled", (_, change) => {
    const { change: what } = change ?? {};
    rounds.push(what?.kind === "templates" ? what.templatesScript : what?.kind);
  });
  const file = join(folder, "pages/index/index.ttml");
  const seen = compiled((_, change) => change !== undefined);
  const noticed = new Promise<void>((resolve) => {
    const watcher = watch(file, () => {
      watcher.close();
      resolve();
    });
  });
  await writeFile(file, "");
  await noticed;
  await writeFile(file, "<view>whole {{n}}</view>");
  await seen;
  expect(rounds).toEqual([expect.stringContaining("whole")]);
});

test("a file that stays empty is compiled all the same", async () => {
  await save(project());
  await build.start();
  const next = compiled((_, change) => change !== undefined);
  await save({ "pages/index/index.ttss": "" });
  expect((await next)[1]?.change).toEqual({ kind: "styles", styles: { "pages/index/index": "" } });
});

test("an error keeps the bundle that worked and says where it is; mended, the change is counted from that bundle", async () => {
  await save(project());
  await build.start();
  const { hash } = build.state;

  const failing = compiled(({ phase }) => phase === "failed");
  await save({ "pages/index/index.ttml": "<view>\n  {{n</view>" });
  const [failed, change] = await failing;
  expect(change).toBeUndefined();
  expect(failed.hash).toBe(hash);
  expect(failed.diagnostics[0]).toMatchObject({ severity: "error", file: "pages/index/index.ttml", line: 2 });
  expect(build.bundle?.hash).toBe(hash);

  const mending = compiled(({ phase }) => phase === "ready");
  await save({ "pages/index/index.ttml": "<view>{{n}}!</view>" });
  const [mended, after] = await mending;
  expect(mended.diagnostics).toEqual([]);
  expect(after).toMatchObject({ from: hash, change: { kind: "templates" } });
});

test("a project that starts broken gets its first bundle once mended", async () => {
  await save({ ...project(), "app.json": '{"pages":[' });
  await build.start();
  expect(build.state.phase).toBe("failed");
  expect(build.state.diagnostics[0]).toMatchObject({ file: "app.json", line: 1 });
  expect(build.bundle).toBeUndefined();
  const mending = compiled(({ phase }) => phase === "ready");
  await save(project());
  expect((await mending)[1]).toEqual({ from: "", change: { kind: "reload" } });
});

test("a folder without a project is a state with a reason", async () => {
  await build.start();
  expect(build.state.phase).toBe("failed");
  expect(build.state.diagnostics[0]?.message).toMatch(/app\.json/);
});

test("what is installed or generated is not watched, unless the mini-program is what is generated", async () => {
  await save({ ...project("dist/"), "project.config.json": '{"miniprogramRoot":"dist/"}' });
  await build.start();
  expect(build.assetRoot).toBe(join(folder, "dist"));
  const next = compiled(({ round }) => round > 1);
  await save({ "node_modules/a/index.js": "1", ".git/HEAD": "x", "dist/pages/index/index.ttss": ".b {}" });
  const [state, change] = await next;
  expect(change?.change.kind).toBe("styles");
  expect(state.round).toBe(2);
});
