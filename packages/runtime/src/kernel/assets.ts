import { resolvePath } from "./address.js";

const WITH_SCHEME = /^(?:[a-z][a-z\d+.-]*:|\/\/)/i;

/**
 * The URL of a project file: project files lie beside the frame's document. URLs with a scheme, such as `https:`,
 * `data:` or `blob:`, stay as they are.
 */
export function resolveAsset(url: string, fromPath: string, documentUrl: string): string {
  if (url === "" || WITH_SCHEME.test(url)) return url;
  const [, path = "", suffix = ""] = /^([^?#]*)(.*)$/.exec(url) ?? [];
  const encoded = resolvePath(path, fromPath).split("/").map(encodeSegment).join("/");
  return new URL(encoded + suffix, documentUrl).href;
}

/** A path may be encoded already; then it is not encoded again. */
function encodeSegment(segment: string): string {
  return /%[\da-f]{2}/i.test(segment) ? segment : encodeURIComponent(segment);
}
