import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../main.js";

let cwd: string;
let out: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lianmai-options-"));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));
beforeEach(() => {
  out = "";
  vi.spyOn(console, "log").mockImplementation((text) => {
    out += `${text}\n`;
  });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.stubEnv("LC_ALL", "C");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Runs the command, and hands back what it printed as JSON. */
async function json<T>(...args: string[]): Promise<T> {
  out = "";
  expect(await main([...args, "--json"], { cwd })).toBe(0);
  return JSON.parse(out) as T;
}

describe("create", () => {
  it("writes into a folder that is not empty only when it is told to, and below the folder that was named", async () => {
    await json("create", "call", "--template", "empty", "--type", "js", "--target-dir", "below");
    const app = join(cwd, "below/call/miniprogram/app.js");
    await writeFile(app, "// of somebody");
    expect(await main(["create", "call", "-t", "empty", "--type", "js", "--targetDir", "below"], { cwd })).toBe(2);
    expect(await readFile(app, "utf8")).toBe("// of somebody");
    await json("create", "call", "-t", "empty", "--type", "js", "--targetDir", "below", "--force");
    expect(await readFile(app, "utf8")).toContain("App(");
  });
});

describe("build", () => {
  const scripts = async (folder: string) => {
    const files = await readdir(join(cwd, folder), { recursive: true });
    const app = files.find((path) => /^v\/.*app\.js$/.test(path));
    return await readFile(join(cwd, folder, app ?? "none"), "utf8");
  };

  it("says how requests go, and has source maps only when they are wanted", async () => {
    await json("create", "site", "--template", "empty", "--type", "js");
    const server = "https://rtc.example.com";
    expect(await json("build", "site", "--out", "alone")).toMatchObject({ server: "", proxy: false });
    expect(await json("build", "site", "--server", server, "--out", "through")).toMatchObject({ server, proxy: true });
    expect(await json("build", "site", "--server", server, "--no-proxy", "--out", "straight", "--source-maps")).toEqual(
      expect.objectContaining({ server, proxy: false, out: join(cwd, "straight") }),
    );
    expect(await scripts("through")).not.toContain("sourceMappingURL");
    expect(await scripts("straight")).toContain("sourceMappingURL");
  });

  it("is counted by parts, which are the whole", async () => {
    const { total, ...parts } = await json<Record<string, number>>("project-size", "site");
    expect(Object.keys(parts)).toEqual(["code", "assets", "runtime", "page"]);
    expect(Object.values(parts).reduce((sum, size) => sum + size, 0)).toBe(total);
    expect(parts.code).toBeGreaterThan(0);
    expect(parts.runtime).toBeGreaterThan(0);
  });
});

describe("serve", () => {
  it("prints a file with every setting that it reads itself, and the settings in force with where they come from", async () => {
    expect(await main(["serve", "--example-config"], { cwd })).toBe(0);
    await writeFile(join(cwd, "lianmai.jsonc"), out.replace('"port": 7880', '"port": 7001'));
    out = "";
    expect(await main(["serve", "--config", "lianmai.jsonc", "--workers", "2", "--print-config"], { cwd })).toBe(0);
    expect(out).toMatch(/"port": 7001, \/\/ file/);
    expect(out).toMatch(/"workers": 2,? \/\/ command line/);
  });
});
