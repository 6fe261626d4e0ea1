// Makes the page's static files: dist/ can be put on any web server as it is.
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await build({
  entryPoints: { main: join(here, "src", "main.tsx") },
  outdir: dist,
  bundle: true,
  minify: true,
  sourcemap: true,
  jsx: "automatic",
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  format: "esm",
  target: "es2022",
  // The client is bundled from its sources, so that this page needs no build before its own.
  conditions: ["lianmai-source"],
  logLevel: "warning",
});
for (const file of ["index.html", "style.css"]) await cp(join(here, "src", file), join(dist, file));
