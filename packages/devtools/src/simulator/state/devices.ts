import type { DeviceInfo } from "@lianmai/runtime";

/** A kind of phone that the simulator can show: CSS pixels, and what the edges of its screen take. */
export interface DeviceModel {
  name: string;
  brand: string;
  model: string;
  system: string;
  width: number;
  height: number;
  pixelRatio: number;
  statusBar: number;
  /** Of the screen's lower edge, and of its sides when the phone is turned. */
  bottom: number;
  side: number;
  /** Radius of the screen's corners. */
  corner: number;
}

const IPHONE = { brand: "iPhone", system: "iOS 17.0", bottom: 34, side: 44 } as const;
const ANDROID = { system: "Android 14", bottom: 0, side: 24, statusBar: 28, corner: 28 } as const;

/** The usual one first. Sizes are those that browsers of these phones report. */
export const DEVICES: readonly [DeviceModel, ...DeviceModel[]] = [
  { ...IPHONE, name: "iPhone X", model: "iPhone X", width: 375, height: 812, pixelRatio: 3, statusBar: 44, corner: 42 },
  {
    ...IPHONE,
    name: "iPhone SE",
    model: "iPhone SE",
    width: 375,
    height: 667,
    pixelRatio: 2,
    statusBar: 20,
    bottom: 0,
    side: 0,
    corner: 10,
  },
  {
    ...IPHONE,
    name: "iPhone 15 Pro Max",
    model: "iPhone 15 Pro Max",
    width: 430,
    height: 932,
    pixelRatio: 3,
    statusBar: 59,
    side: 59,
    corner: 52,
  },
  { ...ANDROID, name: "Pixel 7", brand: "Google", model: "Pixel 7", width: 412, height: 915, pixelRatio: 2.625 },
  { ...ANDROID, name: "Redmi 9A", brand: "Redmi", model: "Redmi 9A", width: 360, height: 800, pixelRatio: 2 },
];

/** CSS pixels of the phone's body around its screen, on each side. */
export const BODY = 10;

export function deviceNamed(name: string | undefined): DeviceModel {
  return DEVICES.find((device) => device.name === name) ?? DEVICES[0];
}

/** What the mini-program is told of the device, upright or turned on its side. */
export function describe(device: DeviceModel, landscape: boolean): Partial<DeviceInfo> {
  const { brand, model, system, width, height, pixelRatio, statusBar, bottom, side } = device;
  return {
    brand,
    model,
    system,
    pixelRatio,
    screenWidth: landscape ? height : width,
    screenHeight: landscape ? width : height,
    // On its side a phone has no status bar, and its cut-out is at the side.
    statusBarHeight: landscape ? 0 : statusBar,
    safeAreaInsets: landscape
      ? { top: 0, right: side, bottom: Math.min(bottom, 21), left: side }
      : { top: statusBar, right: 0, bottom, left: 0 },
  };
}

/** Size of the phone with its body, CSS pixels. */
export function outsideOf(device: DeviceModel, landscape: boolean): { width: number; height: number } {
  const [width, height] = landscape ? [device.height, device.width] : [device.width, device.height];
  return { width: width + 2 * BODY, height: height + 2 * BODY };
}
