import type { IncomingMessage } from "node:http";
import { SIGNALING_PATH } from "@lianmai/protocol";
import type { Program } from "./program.js";

/**
 * The content security policy of a mini-program's pages: scripts come from its own folder, requests go there, to the
 * RTC service, and to the hosts that it was allowed. Other parts of this server, such as its console, are out of reach.
 *
 * @param folder of the program on this server, such as `/p/tt0123/`
 */
export function contentPolicy(request: IncomingMessage, program: Program, folder: string): string {
  const origin = originOf(request);
  const own = origin === undefined ? "'self'" : `${origin}${folder}`;
  const signaling = origin === undefined ? "'self'" : `${origin.replace(/^http/, "ws")}${SIGNALING_PATH}`;
  const domains = program.domains.flatMap((domain) => [domain.origin, domain.origin.replace(/^http/, "ws")]);
  return [
    "default-src 'none'",
    // Noise suppression is WebAssembly of our own; the word allows nothing but to compile such.
    `script-src ${own} 'wasm-unsafe-eval'`,
    `style-src ${own} 'unsafe-inline'`,
    // Mini-programs show pictures, sounds and films of anybody; the platform does not check these either.
    "img-src 'self' data: blob: https:",
    "media-src 'self' data: blob: https:",
    "font-src 'self' data: https:",
    `connect-src ${[own, signaling, "blob:", "data:", ...domains].join(" ")}`,
    // The frame itself, and what the component web-view shows.
    `frame-src ${own} https:`,
    `worker-src ${own} blob:`,
    `manifest-src ${own}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
}

/** The origin that the browser asked; undefined where the request does not say it properly. */
export function originOf(request: IncomingMessage): string | undefined {
  const forwarded = request.headers["x-forwarded-proto"];
  const encrypted = "encrypted" in request.socket || forwarded === "https";
  const url = `${encrypted ? "https" : "http"}://${request.headers.host ?? ""}`;
  // The header comes from outside and goes into another header: only what a URL parser gives back may.
  return URL.canParse(url) && new URL(url).pathname === "/" ? new URL(url).origin : undefined;
}
