import type { DeviceInfo } from "../host.js";
import type { PhoneLanguage, PhoneTheme } from "./options.js";

/** The capsule's size and its distance from the screen's right edge and the status bar, CSS pixels. */
export const CAPSULE = { width: 86, height: 32, right: 10, top: 6 } as const;
const NAVIGATION_BAR_HEIGHT = 44;

export interface DeviceSettings {
  layout: "device" | "fullscreen";
  theme: PhoneTheme;
  language: PhoneLanguage;
  overrides: Partial<DeviceInfo>;
  /** Size of the real screen and the insets that its edges and cut-outs take; counts in `fullscreen` layout. */
  screen: { width: number; height: number; insets: DeviceInfo["safeAreaInsets"] };
}

/** The device as the mini-program sees it: a phone of 375 x 812, or the browser's own, changed by the overrides. */
export function describeDevice(settings: DeviceSettings): DeviceInfo {
  const { screenWidth = 0, screenHeight = 0 } = settings.overrides;
  const base = settings.layout === "device" ? simulated(screenWidth > screenHeight) : real(settings.screen);
  const device = {
    ...base,
    language: settings.language === "en" ? "en" : "zh_CN",
    theme: settings.theme,
    pixelRatio: globalThis.devicePixelRatio || 1,
    navigationBarHeight: NAVIGATION_BAR_HEIGHT,
    ...settings.overrides,
  };
  const top = device.statusBarHeight + CAPSULE.top;
  const right = device.screenWidth - CAPSULE.right;
  const menuButton = {
    top,
    right,
    bottom: top + CAPSULE.height,
    left: right - CAPSULE.width,
    width: CAPSULE.width,
    height: CAPSULE.height,
  };
  return { menuButton, ...device };
}

type DeviceBase = Pick<
  DeviceInfo,
  "brand" | "model" | "system" | "platform" | "screenWidth" | "screenHeight" | "statusBarHeight" | "safeAreaInsets"
>;

/** @param turned on its side it has no status bar, and its cut-out is at the side */
function simulated(turned: boolean): DeviceBase {
  return {
    brand: "iPhone",
    model: "iPhone X",
    system: "iOS 17.0",
    platform: "devtools",
    screenWidth: 375,
    screenHeight: 812,
    statusBarHeight: turned ? 0 : 44,
    safeAreaInsets: turned ? { top: 0, right: 44, bottom: 21, left: 44 } : { top: 44, right: 0, bottom: 34, left: 0 },
  };
}

function real(screen: DeviceSettings["screen"]): DeviceBase {
  return {
    ...parseUserAgent(navigator.userAgent),
    screenWidth: screen.width,
    screenHeight: screen.height,
    statusBarHeight: screen.insets.top,
    safeAreaInsets: screen.insets,
  };
}

/** Brand, model and system as far as a browser tells them; a computer's browser counts as developer tools. */
export function parseUserAgent(userAgent: string): Pick<DeviceInfo, "brand" | "model" | "system" | "platform"> {
  const ios = /\((iPhone|iPad|iPod)[^)]*? OS (\d+(?:_\d+)*)/.exec(userAgent);
  if (ios) {
    const model = ios[1] ?? "iPhone";
    return { brand: model, model, system: `iOS ${(ios[2] ?? "").replaceAll("_", ".")}`, platform: "ios" };
  }
  const android = /Android (\d+(?:\.\d+)*)(?:; ([^;)]+))?/.exec(userAgent);
  if (android) {
    const model = (android[2] ?? "").replace(/ Build\/.*/, "").trim() || "Android";
    return { brand: model.split(" ")[0] ?? model, model, system: `Android ${android[1]}`, platform: "android" };
  }
  const system = /\(([^;)]+)/.exec(userAgent)?.[1]?.trim() ?? "unknown";
  return { brand: "devtools", model: "browser", system, platform: "devtools" };
}
