import { ApiError } from "../core/errors.js";

export const ENCODINGS = [
  "utf-8",
  "utf8",
  "ascii",
  "latin1",
  "binary",
  "base64",
  "hex",
  "ucs2",
  "ucs-2",
  "utf16le",
  "utf-16le",
] as const;
export type Encoding = (typeof ENCODINGS)[number];

export function decodeBytes(bytes: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case "utf-8":
    case "utf8":
      return new TextDecoder().decode(bytes);
    case "ucs2":
    case "ucs-2":
    case "utf16le":
    case "utf-16le":
      return new TextDecoder("utf-16le").decode(bytes);
    case "ascii":
      return letters(bytes, 0x7f);
    case "latin1":
    case "binary":
      return letters(bytes, 0xff);
    case "base64":
      return btoa(letters(bytes, 0xff));
    case "hex":
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}

/** @throws {ApiError} when the text is not of the encoding */
export function encodeText(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case "utf-8":
    case "utf8":
      return new TextEncoder().encode(text);
    case "ucs2":
    case "ucs-2":
    case "utf16le":
    case "utf-16le": {
      const bytes = new DataView(new ArrayBuffer(text.length * 2));
      for (let index = 0; index < text.length; index++) bytes.setUint16(index * 2, text.charCodeAt(index), true);
      return new Uint8Array(bytes.buffer);
    }
    case "ascii":
    case "latin1":
    case "binary":
      return Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);
    case "base64":
      return Uint8Array.from(fromBase64(text), (letter) => letter.charCodeAt(0));
    case "hex":
      if (!/^(?:[\da-f]{2})*$/i.test(text)) throw ApiError.parameter("params.data should be hexadecimal");
      return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
}

/** Piecewise, since no call takes a million arguments. */
function letters(bytes: Uint8Array, mask: number): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000).map((byte) => byte & mask));
  }
  return text;
}

function fromBase64(text: string): string {
  try {
    return atob(text);
  } catch (cause) {
    throw new ApiError("params.data should be Base64", { errorType: "D" }, { cause });
  }
}
