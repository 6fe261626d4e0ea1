import { STATUS_CODES } from "node:http";
import { SECURE_HEADERS } from "./secure-headers.js";

/**
 * An answer to write to a connection that is no longer or not yet that of a request, and ends with it.
 *
 * @param text for a person to read, in ASCII; none by default
 */
export function bareAnswer(status: number, text = "", headers: Readonly<Record<string, string>> = {}): string {
  const all = {
    ...SECURE_HEADERS,
    ...(text === "" ? {} : { "content-type": "text/plain; charset=utf-8" }),
    ...headers,
    "content-length": String(text.length),
    connection: "close",
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", text].join("\r\n");
}
