import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkProject } from "../checks/check-project.js";
import { readApiSupport } from "../site/runtime-files.js";
import { create, TEMPLATES } from "./create.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-create-"));
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const given = { force: false, json: true };
const make = (name: string, more: Partial<Parameters<typeof create>[0]> = {}) =>
  create({ name, template: "empty", type: "js", targetDir: folder, cwd: folder, ...given, ...more });

describe("create", () => {
  it.each(TEMPLATES.flatMap((template) => (["js", "ts"] as const).map((type) => [template, type] as const)))(
    "makes a %s in %s of which a check has nothing to say",
    async (template, type) => {
      await make("my-call", { template, type });
      const project = join(folder, "my-call");
      const { findings } = await checkProject({ project, support: await readApiSupport(), keys: [] });
      expect(findings).toEqual([]);
      const scripts = await readdir(join(project, "miniprogram"), { recursive: true });
      expect(scripts.filter((path) => path.endsWith(type === "js" ? ".ts" : ".js"))).toEqual([]);
      const texts = await Promise.all(
        (await readdir(project, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
          .map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")),
      );
      expect(texts.join("\n")).not.toMatch(/\{\{(NAME|APPID|ORIGIN)\}\}/);
    },
  );

  it("gives each project an appid of its own, and a back end that runs without npm install", async () => {
    await make("one", { template: "video-call" });
    await make("two", { template: "video-call" });
    const appid = async (name: string) =>
      JSON.parse(await readFile(join(folder, name, "project.config.json"), "utf8")).appid as string;
    expect(await appid("one")).toMatch(/^tt[0-9a-f]{18}$/);
    expect(await appid("one")).not.toBe(await appid("two"));
    expect(existsSync(join(folder, "one/backend/node_modules/@lianmai/server-sdk/dist/index.js"))).toBe(true);
    expect(existsSync(join(folder, "one/.gitignore"))).toBe(true);
  });

  it("names the folder that is not empty, and leaves it as it is", async () => {
    await mkdir(join(folder, "mine"));
    await writeFile(join(folder, "mine", "notes.txt"), "dear");
    await expect(make("mine")).rejects.toThrow(/mine is not empty \(notes\.txt/);
    expect(await readdir(join(folder, "mine"))).toEqual(["notes.txt"]);
    await make("mine", { force: true });
    expect(await readFile(join(folder, "mine", "notes.txt"), "utf8")).toBe("dear");
  });

  it("asks nothing where nobody is there to answer", async () => {
    await expect(create({ targetDir: folder, cwd: folder, ...given })).rejects.toThrow(/Name the project/);
    await expect(make("a b")).rejects.toThrow(/may only have letters/);
    await create({ name: "short", targetDir: folder, cwd: folder, ...given });
    expect(existsSync(join(folder, "short/miniprogram/pages/call/call.js"))).toBe(true);
  });
});
