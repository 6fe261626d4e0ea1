/**
 * What the dev server tells the pages it serves, and they it. Types and names only; it runs on both sides.
 */
import type { BundleChange, Diagnostic } from "@lianmai/compiler";
import type { FromDesk } from "@lianmai/runtime";
import type { NetworkProfile } from "./network-profile.js";

export type { BundleChange, Diagnostic };

/** Paths of the dev server's own API. */
export const DEV_PATHS = {
  events: "/__dev/events",
  info: "/__dev/info",
  login: "/__dev/login",
  fetch: "/__dev/fetch",
  socket: "/__dev/socket",
  debug: "/__dev/debug",
  rtc: "/__dev/rtc",
} as const;

/** Where the frame of a phone runs: the page of the runtime, the bundle beside it, and the assets of the project. */
export const FRAME_URL = "/__app/frame.html";

/** The bundle itself, with its source map. */
export const BUNDLE_URL = "/__app/app.js";

/** How the last compilation went. */
export interface CompileState {
  /** `failed` still serves the bundle of the last success, where there was one. */
  phase: "compiling" | "ready" | "failed";
  /** Counts compilations of this run, from 1. */
  round: number;
  /** Duration of the last compilation. */
  milliseconds: number;
  /** Unix time in milliseconds at which it ended. */
  finishedAt: number;
  /** Errors and warnings of the last compilation. */
  diagnostics: Diagnostic[];
  /** The bundle that is served; absent before the first success. */
  hash?: string;
}

/** From one served bundle to the next. */
export interface ServedChange {
  /** Hash of the bundle before; empty for the first one. */
  from: string;
  change: BundleChange;
}

/** Sent on connecting and after every compilation. */
export interface CompiledMessage {
  type: "compiled";
  state: CompileState;
  /** Absent where what is served did not change. */
  change?: ServedChange;
}

export type DevMessage = CompiledMessage;

/** What a page needs to know about project and server; `GET /__dev/info`. */
export interface DevInfo {
  project: {
    name: string;
    appid: string;
    /** Compile modes: start page, query and scene by name. */
    condition: { name: string; pathName: string; query: string; scene?: number; current?: true }[];
    /** Page routes, the entry page first; empty until the first compilation succeeds. */
    pages: string[];
  };
  /** Phones that the simulator opens by default. */
  phones: number;
  /** What the QR code says: the address of the mini-program for real phones; absent where none can reach it. */
  phoneUrl?: string;
  /** Version of Lianmai. */
  version: string;
}

/** What the simulator page says on the channel of remote debugging; besides commands, of the phones that stand in it. */
export type DeskMessage =
  | FromDesk
  /** A simulated phone has this network from now on. */
  | { type: "network"; phone: string; profile: NetworkProfile }
  /** A simulated phone is gone. */
  | { type: "closed"; phone: string };
