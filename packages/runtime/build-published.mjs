// Builds the page of published mini-programs and the list of what `tt` offers, for `lianmai build` and `lianmai check`.
// Usage: node build-published.mjs [FOLDER], by default dist/program-page.
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(root, "dist/program-page"));
const source = join(root, "src/published");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: { published: join(source, "main.ts") },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
  conditions: ["lianmai-source"],
  logLevel: "warning",
});
for (const name of ["published.html", "service-worker.js", "icon.svg", "icon-192.png", "icon-512.png"]) {
  await copyFile(join(source, name), join(out, name));
}

// The table is made by asking the runtime itself, so it cannot say anything else than `tt.canIUse`.
const table = join(out, "documentation.mjs");
await build({
  entryPoints: [join(root, "src/api/documentation/table.ts")],
  outfile: table,
  bundle: true,
  platform: "node",
  format: "esm",
  conditions: ["lianmai-source"],
  logLevel: "warning",
});
const { documentedFunctions } = await import(pathToFileURL(table).href);
await writeFile(join(out, "tt.json"), `${JSON.stringify(await documentedFunctions())}\n`);
await rm(table);
