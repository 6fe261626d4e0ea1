// Builds what browsers load: the frame in which a mini-program runs, and the phone around it.
// Usage: node build.mjs [FOLDER], by default dist/web.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { copyNoiseFiles } from "@lianmai/client/noise-files";
import { build } from "esbuild";
import { engineFromSources } from "./build/engine.mjs";
import { joinChunks } from "./build/join.mjs";
import { squeeze, squeezeStyles } from "./build/squeeze.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(root, "dist/web"));

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

/** Style sheets as text, in the code of what they belong to. */
const stylesAsText = {
  name: "styles-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path, with: { type } }) =>
      type === "text" ? { contents: await squeezeStyles(await readFile(path, "utf8")), loader: "text" } : undefined,
    );
  },
};

/** What both builds share. */
const common = {
  outdir: out,
  absWorkingDir: root,
  bundle: true,
  write: false,
  // A list of browsers would make esbuild rewrite destructuring for a rare bug of Safari 14, which it cannot do.
  target: "es2022",
  // Since Safari 16.4 only.
  supported: { "class-static-blocks": false },
  sourcemap: "external",
  legalComments: "none",
  conditions: ["lianmai-source"],
  define: { "process.env.NODE_ENV": '"production"' },
  // The engine's classes declare fields that their constructors do not make.
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  plugins: [withoutDeadHandlers, stylesAsText, await engineFromSources(join(root, "src"))],
  logLevel: "warning",
};

await mkdir(out, { recursive: true });
const [frame, phone] = await Promise.all([
  build({
    ...common,
    // The RTC client is an entry only to have a name that the page can ask for early; the frame imports it.
    entryPoints: { "lianmai-frame": "src/frame/main.ts", "lianmai-rtc": "src/api/rtc/loaded-api.ts" },
    chunkNames: "[name]-[hash]",
    format: "esm",
    splitting: true,
  }),
  build({ ...common, entryPoints: { "lianmai-phone": "src/phone/main.ts" }, format: "iife" }),
]);
const named = (result) => new Map(result.outputFiles.map((file) => [basename(file.path), file.text]));
const files = await squeeze(named(phone));
for (const [name, text] of named(frame)) if (name.endsWith(".css")) files.set(name, await squeezeStyles(text));
const chunks = await joinChunks(named(frame), "lianmai-frame.js", ["lianmai-rtc.js"]);
for (const { fileName, code, map } of chunks) {
  files.set(fileName, code);
  if (map) files.set(`${fileName}.map`, map.toString());
}
for (const [name, content] of files) await writeFile(join(out, name), content);
const imports = new Map(chunks.map(({ fileName, imports }) => [fileName, imports]));

/** The scripts that an entry cannot start without, itself included. */
function withStaticImports(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const imported of imports.get(name)) withStaticImports(imported, found);
  return found;
}

const first = withStaticImports("lianmai-frame.js");
const rtc = withStaticImports("lianmai-rtc.js");
const preloads = (names) => [...names].map((name) => `<link rel="modulepreload" href="${name}" />`);
const page = await readFile(join(root, "src/frame/frame.html"), "utf8");
const rtcOnly = [...rtc].filter((name) => !first.has(name));
await writeFile(
  join(out, "frame.html"),
  page
    .replace("<!-- first -->", preloads([...first].slice(1)).join("\n    "))
    // The page puts these in place when it learns that the program makes calls.
    .replace("<!-- rtc -->", preloads(rtcOnly).join("").replaceAll(" />", ' fetchpriority="low" />')),
);
await copyFile(join(root, "src/phone/phone.html"), join(out, "phone.html"));

const noiseFiles = await copyNoiseFiles(out, "lianmai-");
// Chunks of earlier builds carry other hashes.
for (const name of await readdir(out)) {
  if (name.startsWith("lianmai-") && !files.has(name) && !noiseFiles.includes(name)) await rm(join(out, name));
}

const sizes = new Map();
for (const [name, content] of files) {
  if (name.endsWith(".map")) continue;
  sizes.set(name, gzipSync(content).length);
  console.log(`${name}  ${kilobytes(Buffer.byteLength(content))}, gzip ${kilobytes(sizes.get(name))}`);
}
const total = (names) => [...names].reduce((sum, name) => sum + sizes.get(name), 0);
/** Bytes with gzip, for the test beside the frame and for benchmarks. */
const load = {
  firstPage: total([...first, "lianmai-frame.css"]),
  rtcClient: total(rtcOnly),
};
await writeFile(join(out, "sizes.json"), `${JSON.stringify(load)}\n`);
console.log(`before the first page: gzip ${kilobytes(load.firstPage)}; RTC client: ${kilobytes(load.rtcClient)}`);

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
