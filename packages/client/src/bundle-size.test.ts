import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

/** What a page may have to load for the client with all that it stands on, bytes. */
const BUDGET = 90_000;

it("takes a page at most 90 kB to load, minified and compressed", async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL("index.ts", import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["lianmai-source"],
  });
  const [bundle] = outputFiles;
  const size = gzipSync(bundle?.contents ?? "").byteLength;
  // A bundle of nothing would be small too.
  expect(size).toBeGreaterThan(BUDGET / 3);
  expect(size).toBeLessThan(BUDGET);
});
