// Builds what a page loads without a bundler: the client as one script, noise suppression as another, and the files
// that the latter needs. Usage: node build.mjs [FOLDER], by default dist.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { copyNoiseFiles } from "./noise-files.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(root, "dist"));
const scripts = join(out, "global");

/** Parts of mediasoup-client that no browser runs; being CommonJS they would all come along. */
const withoutDeadHandlers = {
  name: "without-dead-handlers",
  setup({ onLoad }) {
    onLoad({ filter: /mediasoup-client[\\/]lib[\\/]handlers[\\/](FakeHandler|ReactNative106)\.js$/ }, () => ({
      contents: "",
      loader: "js",
    }));
  },
};

const common = {
  absWorkingDir: root,
  outdir: scripts,
  bundle: true,
  minify: true,
  target: "es2020",
  format: "iife",
  sourcemap: "linked",
  legalComments: "none",
  conditions: ["lianmai-source"],
  plugins: [withoutDeadHandlers],
  logLevel: "warning",
};

await build({ ...common, entryPoints: { "lianmai-client": "src/index.ts" }, globalName: "Lianmai" });
await build({
  ...common,
  entryPoints: { "lianmai-noise-suppression": "src/global/noise-suppression.ts" },
  globalName: "LianmaiNoiseSuppression",
});
// One namespace for pages that are checked, and modules for those that import.
await writeFile(join(scripts, "lianmai-client.d.ts"), 'export * from "../index.js";\nexport as namespace Lianmai;\n');
await writeFile(
  join(scripts, "lianmai-noise-suppression.d.ts"),
  'export * from "../global/noise-suppression.js";\nexport as namespace LianmaiNoiseSuppression;\n',
);

await copyNoiseFiles(join(out, "noise-suppression"));

const size = gzipSync(await readFile(join(scripts, "lianmai-client.js"))).length;
console.log(`lianmai-client.js  gzip ${(size / 1000).toFixed(1)} kB`);
