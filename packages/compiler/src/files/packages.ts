import { isObject, parseJson } from "../config/json.js";
import { folderOf, resolveFrom } from "./paths.js";
import type { ProjectFiles } from "./project-files.js";

/**
 * Looks for a file of an npm package, from the folder of the file that asks upwards: first in `miniprogram_npm`, which
 * the IDE's "build npm" makes, then in `node_modules`, where the package's field `miniprogram` names the folder that is
 * meant for mini-programs.
 *
 * @param from Path of the file that asks.
 * @param reference Package name, or package name and a path in it.
 * @param probe Tells whether a path (without suffix) is what is wanted, and returns its full form.
 */
export function packageFile(
  files: ProjectFiles,
  from: string,
  reference: string,
  probe: (path: string) => string | undefined,
): string | undefined {
  const [name, inside] = splitPackage(reference);
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    const base = folder === "" ? "" : `${folder}/`;
    const built = probe(`${base}miniprogram_npm/${reference}`);
    if (built !== undefined) return built;
    const found = inNodeModules(files, `${base}node_modules/${name}`, inside, probe);
    if (found !== undefined) return found;
    if (folder === "") return undefined;
  }
}

function inNodeModules(
  files: ProjectFiles,
  root: string,
  inside: string,
  probe: (path: string) => string | undefined,
): string | undefined {
  const manifest = files.read(`${root}/package.json`);
  if (!manifest) return undefined;
  // A broken manifest in a package is not the user's to mend; the package then has its defaults.
  const { value } = parseJson(manifest, () => undefined);
  const folder = typeof value.miniprogram === "string" ? (resolveFrom(root, `./${value.miniprogram}`) ?? root) : root;
  if (inside !== "") return probe(`${folder}/${inside}`) ?? (folder === root ? undefined : probe(`${root}/${inside}`));
  const main = folder === root ? mainOf(value) : "index";
  return probe(resolveFrom(folder, `./${main}`) ?? folder) ?? probe(`${folder}/index`);
}

/** The CommonJS entry of a package that knows nothing of mini-programs. */
function mainOf(manifest: Record<string, unknown>): string {
  const exports = isObject(manifest.exports) ? (manifest.exports["."] ?? manifest.exports) : manifest.exports;
  for (const candidate of [manifest.main, isObject(exports) ? (exports.require ?? exports.default) : exports]) {
    if (typeof candidate === "string") return candidate;
    if (isObject(candidate) && typeof candidate.default === "string") return candidate.default;
  }
  return typeof manifest.module === "string" ? manifest.module : "index";
}

/** `@scope/name/a/b` to `@scope/name` and `a/b`. */
function splitPackage(reference: string): [name: string, inside: string] {
  const parts = reference.split("/");
  const length = reference.startsWith("@") ? 2 : 1;
  return [parts.slice(0, length).join("/"), parts.slice(length).join("/")];
}
