import type { PacketTime } from "@lianmai/client";
import type { DeviceInfo, HostReport, LaunchOptions, PermissionState, Scope } from "../host.js";
import type { LoginResult } from "./dev-host.js";

export type PhoneLanguage = "zh" | "en";
export type PhoneTheme = "light" | "dark";

export interface PhoneOptions {
  /** Separates storage, permissions and user of this phone from those of others; name the mini-program in it. */
  id: string;
  /** The page that runs the mini-program, of the same origin. */
  frameUrl: string;
  user: {
    id: string;
    name: string;
    /** Any CSS colour; the ground of the user's round picture. */
    color: string;
  };
  /** A phone of fixed size with a status bar of its own, or the whole of a real screen. */
  layout: "device" | "fullscreen";
  /** What differs from the default device: 375 x 812 in `device` layout, else what the browser says. */
  device?: Partial<DeviceInfo>;
  /** How the mini-program starts; its entry page by default. */
  launch?: Partial<LaunchOptions>;
  /** The mini-program's name, for permission prompts and the closed state; default 小程序. */
  appName?: string;
  login(): Promise<LoginResult>;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Where a socket of the mini-program is opened instead of at `url`; by default there, without the header. */
  socketUrl?(url: string, header: Readonly<Record<string, string>>): string;
  /** Opens camera and microphone; by default the browser does. */
  getUserMedia?(constraints: MediaStreamConstraints): Promise<MediaStream>;
  /** Milliseconds of sound in a packet of calls, asked for each publication; by default the client's own. */
  packetTime?(): PacketTime | undefined;
  /** The address that opens a page of the mini-program elsewhere, for sharing; by default there is none. */
  linkTo?(path: string): string;
  /** `ws://` or `wss://` address of the RTC service's signalling. */
  signalingUrl: string;
  /** Default `light`. */
  theme?: PhoneTheme;
  /** Default `zh`. */
  language?: PhoneLanguage;
  /** `granted` never asks, for automatic tests and demonstrations; default `ask`. */
  permissions?: "ask" | "granted";
}

export interface PhoneEvents {
  /** What the mini-program does; see `HostReport`. */
  report: [report: HostReport];
  /** A mini-program runs that `inspect` can look into; again after each load. */
  inspectable: [];
  /** The first page is shown, after a start or a reload. */
  ready: [];
  /** The mini-program was closed, by the capsule, by `tt.exitMiniProgram` or by going back from its last page. */
  exit: [];
  /** The page that runs the mini-program could not be loaded. */
  failed: [reason: string];
  permissionChanged: [scope: Scope, state: PermissionState];
  storageChanged: [];
}
