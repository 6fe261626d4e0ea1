import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";

/** What a page may have to load for the client with all that it stands on, bytes. */
const BUDGET = 90_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-client-"));
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL("../build.mjs", import.meta.url)), folder]);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function expectWithinBudget(bundle: Uint8Array): void {
  const size = gzipSync(bundle).byteLength;
  // A bundle of nothing would be small too.
  expect(size).toBeGreaterThan(BUDGET / 3);
  expect(size).toBeLessThan(BUDGET);
}

it("takes a page at most 90 kB to load as modules, minified and compressed", async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL("index.ts", import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["lianmai-source"],
  });
  expectWithinBudget(outputFiles[0]?.contents ?? new Uint8Array());
});

it("takes a page at most 90 kB to load by a script tag", async () => {
  expectWithinBudget(await readFile(join(folder, "global", "lianmai-client.js")));
});

it("gives a page with a script tag the same names as one that imports", async () => {
  const page = createContext({ console, navigator: { userAgent: "" } });
  runInContext(await readFile(join(folder, "global", "lianmai-client.js"), "utf8"), page);
  const names = runInContext("Object.keys(Lianmai)", page) as string[];
  expect([...names].sort()).toEqual(Object.keys(await import("./index.js")).sort());
});

it("brings the files of noise suppression beside the script, and none of them in the client", async () => {
  expect(await readdir(join(folder, "noise-suppression"))).toEqual([
    "rnnoise-simd.wasm",
    "rnnoise-worklet.js",
    "rnnoise.wasm",
  ]);
  const client = await readFile(join(folder, "global", "lianmai-client.js"), "utf8");
  expect(client).not.toContain("RnnoiseWorklet");
  expect(client).not.toContain("web-noise-suppressor");
});
