/**
 * The host: everything a running mini-program needs from the phone around it. The phone (`src/phone/`) implements
 * it; the kernel and the API of the frame use it and nothing else of the outside. Phone and frame are of the same
 * origin, so that synchronous APIs (`getStorageSync`, `getSystemInfoSync`) stay synchronous.
 */

import type { PacketTime, RoomStats } from "@lianmai/client";
import type { Inspector } from "./inspection.js";

/** How the mini-program is started. */
export interface LaunchOptions {
  /** Page route without leading slash; the entry page when empty. */
  path: string;
  /** Values as they stand in the URL: not decoded. */
  query: Record<string, string>;
  scene: string;
  /** Pages to restore below `path` after a reload, bottom first. */
  stack?: { path: string; query: Record<string, string> }[];
}

export interface DeviceInfo {
  brand: string;
  model: string;
  /** `iOS 17.0`, `Android 14`, or what the browser says. */
  system: string;
  platform: "ios" | "android" | "devtools";
  language: string;
  theme: "light" | "dark";
  pixelRatio: number;
  /** CSS pixels of the whole phone. */
  screenWidth: number;
  screenHeight: number;
  /** CSS pixels above the navigation bar. */
  statusBarHeight: number;
  navigationBarHeight: number;
  /** Insets that the page itself must respect, CSS pixels. */
  safeAreaInsets: { top: number; right: number; bottom: number; left: number };
  /** The capsule with menu and close, CSS pixels from the phone's top left corner. */
  menuButton: { top: number; right: number; bottom: number; left: number; width: number; height: number };
}

export interface NavigationBarState {
  title: string;
  backgroundColor: string;
  frontColor: "white" | "black";
  loading: boolean;
  /** Whether a back button is shown. */
  canGoBack: boolean;
  /** `navigationStyle: custom`: no bar, the page fills the phone. */
  hidden: boolean;
}

export interface TabBarState {
  visible: boolean;
  selected: number;
  color: string;
  selectedColor: string;
  backgroundColor: string;
  items: { text: string; iconUrl?: string; selectedIconUrl?: string; badge?: string; dot?: boolean }[];
}

export interface ToastOptions {
  title: string;
  icon: "success" | "loading" | "none" | "fail";
  /** Milliseconds; 0 stays until hidden. */
  duration: number;
  /** Whether taps are kept from the page. */
  mask: boolean;
}

export interface ModalOptions {
  title: string;
  content: string;
  confirmText: string;
  cancelText: string;
  showCancel: boolean;
  /** `#rrggbb`; the phone's own colours by default. */
  confirmColor?: string;
  cancelColor?: string;
  /** Shows a text field under the content, with this hint when empty. */
  editable?: boolean;
  placeholderText?: string;
}

export interface ModalResult {
  button: "confirm" | "cancel";
  /** What was typed; only of an editable dialog. */
  text?: string;
}

/** What the phone's menu offers for a page. */
export interface PageMenu {
  share: boolean;
  /** To join the group that the page names; there are none here, so the user says how it ends. */
  joinGroup: boolean;
}

/** What is passed on when a page is shared. */
export interface ShareCard {
  title: string;
  desc: string;
  /** Route and query, such as `pages/room/room?id=1`. */
  path: string;
  /** Address of the picture; empty without one. */
  imageUrl: string;
}

/** A file of the mini-program, under a path such as `ttfile://user/a.png`. */
export interface StoredFile {
  readonly data: Uint8Array;
  /** MIME type; empty where nobody knows. */
  readonly type: string;
  /** Unix time, milliseconds. */
  readonly modifiedAt: number;
}

/** A permission the user is asked for. */
export type Scope = `scope.${string}`;
export type PermissionState = "granted" | "denied" | "unasked";

export type NetworkType = "wifi" | "2g" | "3g" | "4g" | "5g" | "unknown" | "none";

/** What the mini-program does, for the panels of the simulator and for remote debugging. */
export type HostReport =
  | {
      kind: "console";
      level: "debug" | "log" | "info" | "warn" | "error";
      args: unknown[];
      /** Where it was called, in places of `app.js`; the phone's surroundings lead them back to the sources. */
      stack?: string;
      /** `file:line:column` in the sources, where known. */
      position?: string;
    }
  | { kind: "error"; message: string; stack?: string; position?: string }
  | {
      kind: "request";
      id: number;
      phase: "start" | "end";
      method: string;
      url: string;
      statusCode?: number;
      /** Milliseconds since the start. */
      duration?: number;
      error?: string;
      /** Of the request at the start, of the answer at the end. */
      headers?: Record<string, string>;
      /** The beginning of what was sent or came, where it is text. */
      body?: string;
    }
  | {
      /** A `tt.connectSocket`. */
      kind: "socket";
      id: number;
      phase: "connecting" | "open" | "sent" | "received" | "closed" | "failed";
      url: string;
      /** Bytes of the message. */
      size?: number;
      /** The beginning of a message, or why the socket closed or failed. */
      text?: string;
    }
  | {
      kind: "rtc";
      /** Method or event name as in the public API. */
      name: string;
      phase: "call" | "success" | "fail" | "event";
      /** Pairs a call with its outcome. */
      id?: number;
      detail?: unknown;
    }
  | {
      /** What flows in a call, every two seconds. */
      kind: "rtcStats";
      /** The own user id in the room. */
      userId: string;
      stats: RoomStats;
    }
  | { kind: "route"; stack: { path: string; query: Record<string, string> }[] }
  | { kind: "data"; path: string; data: unknown };

export interface HostEvents {
  /** The phone came to the foreground or left it. */
  show: [];
  hide: [];
  /** The back button of the navigation bar or of the phone. */
  back: [];
  /** The user chose to share, in the phone's menu. */
  share: [];
  joinGroup: [];
  /** An item of the tab bar was tapped. */
  tab: [index: number];
  /** The frame's size, orientation, theme or language changed. */
  deviceChanged: [];
  /** A permission was changed in the settings page. */
  permissionChanged: [scope: Scope, state: PermissionState];
  networkChanged: [online: boolean];
  /** Cameras are others than before, or show something else: one that is in use is opened anew. */
  camerasChanged: [];
}

export interface Host {
  readonly launch: LaunchOptions;
  device(): DeviceInfo;
  on<E extends keyof HostEvents>(event: E, listener: (...args: HostEvents[E]) => void): void;
  off<E extends keyof HostEvents>(event: E, listener: (...args: HostEvents[E]) => void): void;

  setNavigationBar(state: NavigationBarState): void;
  setTabBar(state: TabBarState | undefined): void;
  /** The last page was left by the back button: the phone may close the mini-program. */
  exit(): void;

  showToast(options: ToastOptions): void;
  hideToast(): void;
  /** Resolves with which button was pressed; `cancel` when dismissed by a reload. */
  showModal(options: ModalOptions): Promise<ModalResult>;
  /** Resolves with the index, or -1 when cancelled. */
  showActionSheet(items: string[], color: string): Promise<number>;

  /** What the phone's menu offers for the shown page. */
  setPageMenu(offers: PageMenu): void;
  /** Shows what is shared; resolves with whether the user passed it on. */
  share(card: ShareCard): Promise<boolean>;

  /** Persistent strings of this phone and this mini-program. */
  readonly storage: {
    get(key: string): string | undefined;
    set(key: string, value: string): void;
    remove(key: string): void;
    keys(): string[];
  };

  /** Files of this mini-program: those under `ttfile://temp/` go with the frame, those under `ttfile://user/` stay. */
  readonly files: {
    get(path: string): StoredFile | undefined;
    set(path: string, data: Uint8Array, type: string): void;
    remove(path: string): void;
    paths(): string[];
    /** Where the page can load the file from, until it changes or is removed. */
    url(path: string): string | undefined;
  };

  /** Shows pictures over the whole phone until the user closes them. */
  previewImages(urls: string[], index: number): void;

  permission(scope: Scope): PermissionState;
  /** Asks the user where still unasked, and remembers the answer. */
  requestPermission(scope: Scope): Promise<"granted" | "denied">;
  /** Shows the settings page with every scope that was asked for; resolves when the user leaves it. */
  openSettings(): Promise<void>;

  /** Who uses this phone, as `tt.getUserProfile` shows it. */
  readonly user: { name: string; avatarUrl: string };

  /** A one-time code for the phone's user, as `tt.login` returns it. */
  login(): Promise<{ code: string; anonymousCode: string; isLogin: boolean }>;

  /** Sends a request of `tt.request` on its way: rewritten and past CORS where the dev server is there to do it. */
  fetch(url: string, init: RequestInit): Promise<Response>;

  /** Where a `tt.connectSocket` is opened in its place: at the dev server where it is there to carry it. */
  socketUrl(url: string, header: Readonly<Record<string, string>>): string;

  /** The signalling address of the RTC service, `ws://` or `wss://`. */
  readonly signalingUrl: string;

  report(report: HostReport): void;

  /**
   * Opens camera or microphone in the place of `navigator.mediaDevices.getUserMedia`, where the simulator stands in for
   * the devices; rejects with the browser's own errors.
   */
  getUserMedia?(constraints: MediaStreamConstraints): Promise<MediaStream>;

  /** Milliseconds of sound in a packet of what is published from now on; where it does not say, the client's default. */
  packetTime?(): PacketTime | undefined;

  /** What the phone's radio is at the moment; where it does not say, what the browser knows counts. */
  networkType?(): NetworkType | undefined;

  /** Told once a load how tools may look into the mini-program; what they need is loaded when they ask. */
  inspectable?(open: () => Promise<Inspector>): void;
}

/** The iframe carries its host, so that the frame finds it before any script of its own has run. */
export interface PhoneFrameElement extends HTMLIFrameElement {
  lianmaiHost?: Host;
}
