import type { RtcErrorReason } from "@lianmai/client";

/** Everything that the page says, in Chinese and English. */
const TEXT = {
  title: ["连麦", "Lianmai"],
  name: ["你的名字", "Your name"],
  room: ["房间号", "Room"],
  enter: ["进入通话", "Join the call"],
  entering: ["正在进入…", "Joining…"],
  mute: ["静音", "Mute"],
  unmute: ["取消静音", "Unmute"],
  cameraOff: ["关闭摄像头", "Turn camera off"],
  cameraOn: ["打开摄像头", "Turn camera on"],
  flip: ["翻转摄像头", "Flip camera"],
  leave: ["离开", "Leave"],
  me: ["我", "me"],
  members: ["人", " here"],
  reconnecting: ["网络中断，正在重新连接…", "Connection lost, reconnecting…"],
  playSound: ["点击播放声音", "Tap to play sound"],
  muted: ["已静音", "muted"],
  weakNetwork: ["网络不佳", "Weak network"],
  nameNeeded: ["请输入名字", "Enter a name"],
  roomRule: [
    "房间号为 1 到 128 个字符：字母、数字、@ . _ -",
    "A room is 1 to 128 characters out of letters, digits, @ . _ -",
  ],
  noBackend: [
    "没有连上业务服务器，请确认它已启动，地址见 ?backend=",
    "The business server cannot be reached. Check that it runs; ?backend= gives its address",
  ],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type TextKey = keyof typeof TEXT;

/** What people can do about each error. Reasons that are not here are shown in the error's own words. */
const REASONS: Partial<Record<RtcErrorReason, readonly [zh: string, en: string]>> = {
  permission_denied: [
    "没有设备权限，请在浏览器的网站设置里允许",
    "Not allowed. Allow the device in the browser's site settings",
  ],
  device_not_found: ["没有找到设备", "No such device"],
  device_in_use: ["设备正被其他程序占用", "The device is in use by another program"],
  track_ended: ["设备已断开", "The device was disconnected"],
  insecure_context: [
    "浏览器只对 https 或 localhost 页面开放摄像头和麦克风",
    "Browsers offer camera and microphone only to pages of https or localhost",
  ],
  unsupported_browser: ["这个浏览器不支持 WebRTC", "This browser has no WebRTC"],
  server_unreachable: ["连不上 RTC 服务，请检查网络", "The RTC service cannot be reached. Check the network"],
  timeout: ["RTC 服务没有及时回应，请稍后再试", "The RTC service did not answer in time. Try again later"],
  token_expired: ["Token 已过期，请重新进入", "The token has expired. Join again"],
  duplicate_login: ["你已在别处进入这个房间", "You joined this room from elsewhere"],
  kicked_out: ["你被移出了房间", "You were put out of the room"],
  room_dismissed: ["房间已解散", "The room was closed"],
  room_full: ["房间已满", "The room is full"],
  publish_limit: ["发布人数已满", "Too many people publish already"],
};

export type Language = "zh-CN" | "en";

/** `?lang=` decides, then the browser; Chinese where neither says English. */
export function pickLanguage(query: URLSearchParams, browser: string): Language {
  return (query.get("lang") ?? browser).toLowerCase().startsWith("en") ? "en" : "zh-CN";
}

export class Texts {
  readonly #index: 0 | 1;

  constructor(readonly language: Language) {
    this.#index = language === "en" ? 1 : 0;
  }

  of(key: TextKey): string {
    return TEXT[key][this.#index];
  }

  /** What happened, and in brackets which error it is for who has to find out more. */
  error(error: { reason: RtcErrorReason; message: string }): string {
    const known = REASONS[error.reason]?.[this.#index];
    return known === undefined ? error.message : `${known} (${error.reason})`;
  }
}
