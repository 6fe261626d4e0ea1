import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { root } from "../harness/root.js";

/** A component library of npm that was written for WeChat's platform. */
export interface Library {
  /** Name of the package. */
  name: string;
  /** Its folder for mini-programs, as the field `miniprogram` of its package.json says. */
  folder: string;
}

export const TDESIGN: Library = { name: "tdesign-miniprogram", folder: "miniprogram_dist" };
export const VANT: Library = { name: "@vant/weapp", folder: "lib" };
export const WEUI: Library = { name: "weui-miniprogram", folder: "miniprogram_dist" };
export const LIBRARIES: readonly Library[] = [TDESIGN, VANT, WEUI];

/** Files of a project by path. */
export type Files = Record<string, string>;

/** The words of the other platform, by the suffix of a file. */
const SUFFIXES: Record<string, string> = { ".wxml": ".ttml", ".wxss": ".ttss", ".wxs": ".sjs" };

/**
 * A library as a project of ours has it: under `miniprogram_npm`, with the other platform's names mapped to ours. Only
 * names are mapped; what a template or script says stays as it was published.
 */
export function libraryFiles({ name, folder }: Library): Files {
  const source = join(root, "node_modules", name, folder);
  const files: Files = {};
  for (const path of readdirSync(source, { recursive: true, encoding: "utf8" })) {
    const suffix = extname(path);
    if (![".wxml", ".wxss", ".wxs", ".js", ".json", ".svg"].includes(suffix)) continue;
    const renamed = path.slice(0, -suffix.length) + (SUFFIXES[suffix] ?? suffix);
    files[`miniprogram_npm/${name}/${renamed}`] = translate(readFileSync(join(source, path), "utf8"), suffix);
  }
  return files;
}

function translate(text: string, suffix: string): string {
  if (suffix === ".js") {
    // On the same line, so that positions stay.
    return /\bwx\b/.test(text) ? `var wx = tt;${text}` : text;
  }
  if (suffix === ".wxml") {
    return text
      .replace(/(?<=\s)wx:(?=[a-z])/g, "tt:")
      .replace(/(<\/?)wxs\b/g, "$1sjs")
      .replace(
        /(\bsrc\s*=\s*["'][^"']*\.)wx(ml|s)(?=["'])/g,
        (_, path, kind) => path + (kind === "ml" ? "ttml" : "sjs"),
      );
  }
  if (suffix === ".wxss") return text.replace(/(@import\s+[^;]*\.)wxss\b/g, "$1ttss");
  if (suffix === ".wxs") return text.replace(/(require\(\s*["'][^"']*\.)wxs(?=["'])/g, "$1sjs");
  return text;
}

/** Paths of the components among files, without suffix. */
export function componentsOf(files: Files): string[] {
  return Object.keys(files)
    .filter((path) => path.endsWith(".json"))
    .map((path) => path.slice(0, -".json".length))
    .filter((path) => files[`${path}.ttml`] !== undefined && files[`${path}.js`] !== undefined)
    .filter((path) => (JSON.parse(files[`${path}.json`] ?? "{}") as { component?: unknown }).component === true)
    .sort();
}

/** A project with one page that uses every component and imports every template of the libraries. */
export function wholeLibraries(libraries: readonly Library[] = LIBRARIES): Files {
  const files: Files = Object.assign({}, ...libraries.map(libraryFiles));
  const usingComponents = Object.fromEntries(componentsOf(files).map((path, index) => [`x-${index}`, `/${path}`]));
  const templates = Object.keys(files).filter((path) => path.endsWith(".ttml"));
  return {
    ...files,
    "app.json": JSON.stringify({ pages: ["pages/index/index"] }),
    "app.js": "App({});",
    "pages/index/index.json": JSON.stringify({ usingComponents }),
    "pages/index/index.js": "Page({});",
    "pages/index/index.ttml": templates.map((path) => `<import src="/${path}" />`).join("\n"),
  };
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
