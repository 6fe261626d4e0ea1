import { ApiError } from "../core/errors.js";

export const USER_ROOT = "ttfile://user";
export const TEMPORARY_ROOT = "ttfile://temp";

/**
 * Brings a path of the file system into its one form: no `.` and `..`, no doubled or last slash.
 *
 * @throws {ApiError} for anything that is not below `ttfile://user` or `ttfile://temp`
 */
export function normalizePath(path: string): string {
  const match = /^(ttfile:\/\/(?:user|temp))(\/.*)?$/.exec(path);
  const segments: string[] = [];
  for (const segment of (match?.[2] ?? "").split("/")) {
    if (segment === "..") {
      if (segments.pop() === undefined) throw noPermission(path);
    } else if (segment && segment !== ".") segments.push(segment);
  }
  if (!match?.[1]) throw noPermission(path);
  return [match[1], ...segments].join("/");
}

/** As `normalizePath`, for what changes something: only the user's folder may be changed. */
export function writablePath(path: string): string {
  const normal = normalizePath(path);
  if (normal !== USER_ROOT && !normal.startsWith(`${USER_ROOT}/`)) throw noPermission(path);
  return normal;
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function noPermission(path: string): ApiError {
  return new ApiError(`permission denied, open "${path}"`, { errorType: "D" });
}
