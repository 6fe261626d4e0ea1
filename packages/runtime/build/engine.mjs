// glass-easel out of its sources instead of its ready-made bundle, with what no page of ours needs left out: two of its
// three ways to reach a view, its developer tools, and the length of its private names.
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";

const require = createRequire(import.meta.url);
const FOLDERS = Object.fromEntries(
  ["glass-easel", "glass-easel-miniprogram-adapter"].map((name) => [
    name,
    join(dirname(require.resolve(`${name}/package.json`)), "src"),
  ]),
);

/** Replaced as the engine's own build does, see its rollup.config.ts. */
const SWITCHES = {
  "ENV.DEV": false,
  "BM.DYNAMIC": false,
  "BM.SHADOW": false,
  "BM.COMPOSED": false,
  "BM.DOMLIKE": true,
};
/** A const enum. Written out, so that `element.ts` does not import the module whose class extends its own. */
const SLOT_MODES = { "SlotMode.Direct": 0, "SlotMode.Single": 1, "SlotMode.Multiple": 2, "SlotMode.Dynamic": 3 };
const CONSTANTS = { ...SWITCHES, ...SLOT_MODES };
/** Parts of the adapter that only some programs need; `kernel/engine/view-queries.ts` imports them by these names. */
const PARTS = new Map(
  ["selector_query", "media_query"].map((name) => [
    `glass-easel-miniprogram-adapter/${name}`,
    join(FOLDERS["glass-easel-miniprogram-adapter"], `${name}.ts`),
  ]),
);

/** What has a counterpart of ours, or none that needs it. */
const UNUSED = new Map([
  // Templates that draw into bare DOM nodes: our built-in components, the only external ones, bring their own.
  ["native_rendering.ts", "export class GlassEaselTemplateDOM {}"],
  // Our own comes in its place with the first program that asks for one, see `PARTS`.
  ["selector_query.ts", "export class SelectorQuery {}"],
  ["media_query.ts", "export class MediaQueryObserver {}"],
  // See `kernel/engine/intersection-observer.ts`.
  ["intersection.ts", "export class IntersectionObserver {}"],
  // See `kernel/engine/backend.ts`. What it imports still has to run at its place in the order of modules.
  [
    "current_window_backend_context.ts",
    'import "../event"; import "../func_arr"; import "../warning"; export class CurrentWindowBackendContext {}',
  ],
]);

/** Private names of the engine. What follows `_$` is shortened; programs may rely on the prefix and on `_$` itself. */
const PRIVATE_NAME = /\b_\$\w+/g;
const CONSTANT = /\b(?:ENV|BM|SlotMode)\.\w+\b/g;

/**
 * The plugin of esbuild. Our own files that use private names of the engine are rewritten with it.
 *
 * @param own Folder of the sources that use the engine.
 */
export async function engineFromSources(own) {
  const names = await shortNames();
  const shorten = (source) => source.replace(PRIVATE_NAME, (name) => names.get(name) ?? name);
  return {
    name: "engine-from-sources",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^glass-easel(-miniprogram-adapter)?$/ }, ({ path }) => ({
        path: join(FOLDERS[path], "index.ts"),
      }));
      onResolve({ filter: /^glass-easel-miniprogram-adapter\// }, ({ path }) => ({
        path: PARTS.get(path),
        namespace: "part",
      }));
      onLoad({ filter: /\.ts$/, namespace: "part" }, async ({ path }) => ({
        contents: shorten(await readFile(path, "utf8")),
        loader: "ts",
        resolveDir: dirname(path),
      }));
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const isEngine = Object.values(FOLDERS).some((folder) => path.startsWith(folder + sep));
        if (!isEngine && !path.startsWith(own + sep)) return undefined;
        const unused = isEngine ? UNUSED.get(path.split(sep).at(-1)) : undefined;
        if (unused !== undefined) return { contents: unused, loader: "ts" };
        const source = await readFile(path, "utf8");
        if (!isEngine && !source.includes("_$")) return undefined;
        const contents = shorten(source).replace(CONSTANT, (name) =>
          isEngine && name in CONSTANTS ? String(CONSTANTS[name]) : name,
        );
        return { contents, loader: "ts" };
      });
    },
  };
}

/** The commonest names become the shortest. */
async function shortNames() {
  const counts = new Map();
  for (const folder of Object.values(FOLDERS)) {
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".ts")).sort();
    for (const file of files) {
      const source = await readFile(join(folder, file), "utf8");
      for (const [name] of source.matchAll(PRIVATE_NAME)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const sorted = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return new Map(sorted.map(([name], index) => [name, `_$${index.toString(36)}`]));
}
