import { ApiError } from "../core/errors.js";
import { isArrayBuffer } from "../core/options.js";

const WITH_BODY = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** What a request sends: URL and body, by method and content type. */
export interface Outgoing {
  url: string;
  body?: string | ArrayBuffer;
}

/**
 * Puts `data` where the platform puts it: into the body of POST, PUT and PATCH, by the content type, and into the
 * query of the others. DELETE takes a body when its content type was given, which servers rely on either way.
 */
export function encodeData(
  url: string,
  method: string,
  data: unknown,
  contentType: string,
  typeGiven: boolean,
): Outgoing {
  if (data === undefined || data === null) return { url };
  const inBody = WITH_BODY.has(method) && (method !== "DELETE" || typeGiven);
  if (isArrayBuffer(data)) {
    if (!inBody) throw ApiError.parameter(`params.data of a ${method} request should not be an ArrayBuffer`);
    return { url, body: data };
  }
  if (ArrayBuffer.isView(data)) {
    const { buffer, byteOffset, byteLength } = data;
    return encodeData(url, method, buffer.slice(byteOffset, byteOffset + byteLength), contentType, typeGiven);
  }
  if (inBody) {
    if (typeof data === "string") return { url, body: data };
    const form = contentType.toLowerCase().includes("application/x-www-form-urlencoded");
    return { url, body: form ? formEncode(data) : JSON.stringify(data) };
  }
  const query = typeof data === "string" ? data : formEncode(data);
  if (!query) return { url };
  const [address = "", hash] = url.split("#", 2);
  const joint = address.includes("?") ? (/[?&]$/.test(address) ? "" : "&") : "?";
  return { url: `${address}${joint}${query}${hash === undefined ? "" : `#${hash}`}` };
}

/** `a=1&b=%7B...%7D`: nested values as JSON, absent ones left out. */
function formEncode(data: unknown): string {
  if (typeof data !== "object" || data === null) return String(data);
  return Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
    })
    .join("&");
}

/** The answer's data: an ArrayBuffer, or text that is parsed where it should be JSON and is. */
export async function decodeAnswer(
  response: Response,
  dataType: string,
  responseType: string,
): Promise<object | string | ArrayBuffer> {
  // The copy is of this realm, so that programs may ask `instanceof ArrayBuffer`; the answer came from the phone's.
  if (responseType === "arraybuffer") return new Uint8Array(new Uint8Array(await response.arrayBuffer())).buffer;
  const text = await response.text();
  if (dataType !== "json") return text;
  try {
    return JSON.parse(text) as object;
  } catch {
    return text;
  }
}

export function headerRecord(headers: Headers): Record<string, string> {
  return Object.fromEntries(headers);
}
