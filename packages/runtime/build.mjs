// Builds what browsers load: the frame in which a mini-program runs, and the phone around it.
// Usage: node build.mjs [FOLDER], by default dist/web.
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(root, "dist/web"));
/** Pages that go beside the scripts, and the entry that each needs. */
const pages = [
  { name: "frame", entry: join(root, "src/frame/main.ts"), page: join(root, "src/frame/frame.html") },
  { name: "phone", entry: join(root, "src/phone/main.ts"), page: join(root, "src/phone/phone.html") },
].filter(({ entry }) => existsSync(entry));

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

await mkdir(out, { recursive: true });
const result = await build({
  entryPoints: Object.fromEntries(pages.map(({ name, entry }) => [`lianmai-${name}`, entry])),
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  // A list of browsers would make esbuild rewrite destructuring for a rare bug of Safari 14, which it cannot do.
  target: "es2020",
  sourcemap: "linked",
  legalComments: "none",
  conditions: ["lianmai-source"],
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [withoutDeadHandlers],
  metafile: true,
  logLevel: "warning",
});
for (const { name, page } of pages) if (existsSync(page)) await copyFile(page, join(out, `${name}.html`));

for (const file of Object.keys(result.metafile.outputs).filter((name) => !name.endsWith(".map"))) {
  const content = await readFile(file);
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;
  console.log(`${file.split("/").at(-1)}  ${kilobytes(content.length)}, gzip ${kilobytes(gzipSync(content).length)}`);
}
