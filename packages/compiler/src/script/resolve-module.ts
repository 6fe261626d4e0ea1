import { isObject, parseJson } from "../config/json.js";
import { packageFile } from "../files/packages.js";
import { folderOf, resolveFrom, withoutSuffix } from "../files/paths.js";
import type { ProjectFiles } from "../files/project-files.js";

/** TypeScript first: a `.js` beside it is what some build left there, and would be older than the edit. */
const SUFFIXES = [".ts", ".js", ".json"];

/** The name of a source file among the modules of the bundle. */
export function moduleKey(file: string): string {
  return file.endsWith(".ts") ? `${withoutSuffix(file, ".ts")}.js` : file;
}

/** The source file of a module given without suffix, such as that of a page. */
export function scriptOf(files: ProjectFiles, path: string): string | undefined {
  return [`${path}.ts`, `${path}.js`].find((candidate) => files.has(candidate));
}

/**
 * Finds the file that `require(specifier)` means: relative, from the root with a leading slash, or an npm package.
 *
 * @param from Path of the file that asks.
 */
export function resolveModule(files: ProjectFiles, from: string, specifier: string): string | undefined {
  const probe = (path: string) => probeModule(files, path);
  const near = () => {
    const path = resolveFrom(folderOf(from), specifier);
    return path === undefined ? undefined : probe(path);
  };
  if (/^(\/|\.\.?(\/|$))/.test(specifier)) return near();
  // A bare name is a package first; some projects also leave out the `./`.
  return packageFile(files, from, specifier, probe) ?? near();
}

function probeModule(files: ProjectFiles, path: string): string | undefined {
  if (/\.(js|ts|json|cjs|mjs)$/.test(path) && !path.endsWith(".d.ts") && files.has(path)) return path;
  // `import "./x.js"` in TypeScript means `x.ts`.
  const stem = withoutSuffix(path, ".js");
  if (stem !== path && files.has(`${stem}.ts`)) return `${stem}.ts`;
  const file = SUFFIXES.map((suffix) => path + suffix).find((candidate) => files.has(candidate));
  if (file !== undefined) return file;
  return probeFolder(files, path);
}

function probeFolder(files: ProjectFiles, path: string): string | undefined {
  const folder = path === "" ? "" : `${path}/`;
  const manifest = files.read(`${folder}package.json`);
  if (manifest && path !== "") {
    const { value } = parseJson(manifest, () => undefined);
    const main = isObject(value) && typeof value.main === "string" ? resolveFrom(path, `./${value.main}`) : undefined;
    if (main !== undefined && main !== path) {
      const found = probeModule(files, main);
      if (found !== undefined) return found;
    }
  }
  return [`${folder}index.ts`, `${folder}index.js`].find((candidate) => files.has(candidate));
}
