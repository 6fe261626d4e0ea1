import type { PageAddress } from "./environment.js";
import { RouteError } from "./route-error.js";

/**
 * Reads the `url` of a navigation call: absolute from the project root, or relative to the folder of a page. Query
 * values stay exactly as written; programs decode them themselves.
 *
 * @throws RouteError where `url` is not text or has no path.
 */
export function parseAddress(url: unknown, fromPath: string): PageAddress {
  if (typeof url !== "string" || url === "") throw RouteError.badUrl(url);
  const [beforeHash = ""] = url.split("#", 1);
  const mark = beforeHash.indexOf("?");
  const written = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  const path = resolvePath(written, fromPath).replace(/\.(html|ttml)$/, "");
  if (path === "") throw RouteError.badUrl(url);
  return { path, query: mark < 0 ? {} : parseQuery(beforeHash.slice(mark + 1)) };
}

/** The address as a path with its query, the values as they were written. */
export function formatAddress({ path, query }: PageAddress): string {
  const values = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? path : `${path}?${values.join("&")}`;
}

/** `a=1&b` as `{a: "1", b: ""}`, nothing decoded; of a repeated name the last one counts. */
export function parseQuery(query: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const part of query.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    if (equals < 0) values[part] = "";
    else values[part.slice(0, equals)] = part.slice(equals + 1);
  }
  return values;
}

/** A project path without leading slash: `/a/b` counts from the root, `../b` from the folder of `fromPath`. */
export function resolvePath(path: string, fromPath: string): string {
  const base = path.startsWith("/") ? [] : fromPath.split("/").slice(0, -1);
  for (const segment of path.split("/")) {
    if (segment === "..") base.pop();
    else if (segment !== "" && segment !== ".") base.push(segment);
  }
  return base.join("/");
}
