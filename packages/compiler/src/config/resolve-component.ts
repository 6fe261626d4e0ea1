import { packageFile } from "../files/packages.js";
import { folderOf, resolveFrom } from "../files/paths.js";
import type { ProjectFiles } from "../files/project-files.js";

// A script or a template is what makes a component; a lone `index.json` would be any data file.
const COMPONENT_SUFFIXES = [".js", ".ts", ".ttml"];

/**
 * Finds the component that a value of `usingComponents` means: relative to the config file, from the root with a
 * leading slash, or from an npm package. A path may name the folder of an `index`.
 *
 * @param from Path of the config file.
 * @returns Path without suffix, or the paths that were looked for.
 */
export function resolveComponent(
  files: ProjectFiles,
  from: string,
  reference: string,
): { path: string } | { tried: string[] } {
  const tried: string[] = [];
  const probe = (path: string | undefined): string | undefined => {
    if (!path) return undefined;
    for (const candidate of [path, `${path}/index`]) {
      if (COMPONENT_SUFFIXES.some((suffix) => files.has(candidate + suffix))) return candidate;
      tried.push(candidate);
    }
    return undefined;
  };
  const plain = reference.replace(/\.(js|ts|ttml|json)$/, "");
  const near = probe(resolveFrom(folderOf(from), plain));
  if (near !== undefined) return { path: near };
  if (!plain.startsWith("/") && !plain.startsWith(".")) {
    const found = packageFile(files, from, plain, probe);
    if (found !== undefined) return { path: found };
  }
  return { tried };
}
