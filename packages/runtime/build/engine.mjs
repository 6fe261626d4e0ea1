// glass-easel out of its sources instead of its ready-made bundle, with what no page of ours needs left out: two of its
// three ways to reach a view, its developer tools, and the length of its private names.
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { INTERNAL_NAMES } from "./engine-names.mjs";
import { withoutUnusedMethods } from "./unused-methods.mjs";

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

/** Classes that keep all methods: templates call those of `tmpl`, and an event may come into the hands of a program. */
const KEPT = /[\\/](?:tmpl[\\/].*|event\.ts)$/;

/** Private names of the engine. What follows `_$` is shortened; programs may rely on the prefix and on `_$` itself. */
const PRIVATE_NAME = new RegExp(`\\b(?:_\\$\\w+|(?:${INTERNAL_NAMES.join("|")})\\b)`, "g");
const LETTERS = "etnrisoaclupdfmhgbvwykxjqzAETSNCRIODLPMBFHUGVWKYXJQZ0123456789_";
const CONSTANT = /\b(?:ENV|BM|SlotMode)\.\w+\b/g;

/**
 * The plugin of esbuild. Our own files that use private names of the engine are rewritten with it.
 *
 * @param own Folder of the sources that use the engine.
 */
export async function engineFromSources(own) {
  const engine = await engineSources(own);
  const names = shortNames(engine.values());
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
        const source = engine.get(path) ?? (await readFile(path, "utf8"));
        if (!isEngine && !source.includes("_$")) return undefined;
        const contents = shorten(source).replace(CONSTANT, (name) =>
          isEngine && name in CONSTANTS ? String(CONSTANTS[name]) : name,
        );
        return { contents, loader: "ts" };
      });
    },
  };
}

/**
 * The sources of the engine without what is unused.
 *
 * @param own Folder of our sources that use it.
 */
async function engineSources(own) {
  const engine = await Promise.all(Object.values(FOLDERS).map(scripts));
  const sources = new Map(
    engine.flatMap((files) => [...files]).map(([path, source]) => [path, UNUSED.get(path.split(sep).at(-1)) ?? source]),
  );
  const files = await scripts(own);
  checkInternalNames(files);
  const parts = await Promise.all([...PARTS.values()].map((path) => readFile(path, "utf8")));
  const users = [...files.values(), ...parts];
  return withoutUnusedMethods(sources, users, (path) => path.startsWith(FOLDERS["glass-easel"]) && !KEPT.test(path));
}

/** Our sources are not rewritten with internal names, so none of them may say one. */
function checkInternalNames(files) {
  const internal = new RegExp(`\\b(?:${INTERNAL_NAMES.join("|")})\\b`);
  for (const [path, source] of files) {
    const [name] = source.match(internal) ?? [];
    if (name) throw new Error(`${path} says "${name}", which the build shortens: take it out of INTERNAL_NAMES.`);
  }
}

/** Scripts of a folder by path, in the same order everywhere. */
async function scripts(folder) {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".ts")).sort();
  return new Map(
    await Promise.all(paths.map(async (path) => [join(folder, path), await readFile(join(folder, path), "utf8")])),
  );
}

/** The commonest names become the shortest. */
function shortNames(sources) {
  const counts = new Map();
  for (const source of sources) {
    for (const [name] of source.matchAll(PRIVATE_NAME)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const gone = INTERNAL_NAMES.find((name) => !counts.has(name));
  if (gone) throw new Error(`The engine does not say "${gone}" any more: take it out of INTERNAL_NAMES.`);
  const sorted = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return new Map(sorted.map(([name], index) => [name, `_$${shortName(index)}`]));
}

/** One letter for the first, two for those that follow. */
function shortName(index) {
  const rest = Math.floor(index / LETTERS.length) - 1;
  return (rest < 0 ? "" : shortName(rest)) + LETTERS[index % LETTERS.length];
}
