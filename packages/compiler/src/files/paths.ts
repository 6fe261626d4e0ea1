/**
 * Paths inside a project: relative to its root, forward slashes, no `.` or `..`. The root itself is the empty string.
 */

/** The folder of a path; empty for files in the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/**
 * What a reference in a file means: from the root with a leading slash, else from the folder of the file.
 *
 * @returns The normal path, or `undefined` where the reference leaves the project.
 */
export function resolveFrom(folder: string, reference: string): string | undefined {
  const parts = reference.startsWith("/") || folder === "" ? [] : folder.split("/");
  for (const part of reference.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** Takes off one of the suffixes, if the path has one. */
export function withoutSuffix(path: string, ...suffixes: string[]): string {
  const suffix = suffixes.find((candidate) => path.endsWith(candidate));
  return suffix === undefined ? path : path.slice(0, -suffix.length);
}
