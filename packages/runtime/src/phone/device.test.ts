import { describe, expect, it } from "vitest";
import { describeDevice, parseUserAgent } from "./device.js";

const screen = { width: 390, height: 844, insets: { top: 0, right: 0, bottom: 20, left: 0 } };

describe("the device as a mini-program sees it", () => {
  it("is a phone of 375 x 812 in the simulator, with the capsule inside it", () => {
    const device = describeDevice({ layout: "device", theme: "light", language: "zh", overrides: {}, screen });
    expect(device).toMatchObject({ screenWidth: 375, screenHeight: 812, platform: "devtools", language: "zh_CN" });
    expect(device.menuButton).toEqual({ top: 50, bottom: 82, left: 279, right: 365, width: 86, height: 32 });
  });

  it("moves the capsule with the width and the status bar", () => {
    const overrides = { screenWidth: 812, screenHeight: 375 };
    const device = describeDevice({ layout: "device", theme: "dark", language: "en", overrides, screen });
    expect(device.menuButton).toMatchObject({ top: 6, right: 802 });
    expect(device).toMatchObject({ theme: "dark", language: "en", screenHeight: 375, statusBarHeight: 0 });
  });

  it("reads phones from what their browsers say", () => {
    const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15";
    expect(parseUserAgent(iphone)).toEqual({
      brand: "iPhone",
      model: "iPhone",
      system: "iOS 17.4.1",
      platform: "ios",
    });
    const pixel = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro Build/UQ1A) AppleWebKit/537.36 Chrome/120";
    expect(parseUserAgent(pixel)).toEqual({
      brand: "Pixel",
      model: "Pixel 8 Pro",
      system: "Android 14",
      platform: "android",
    });
    expect(parseUserAgent("Mozilla/5.0 (X11; Linux x86_64) Chrome/156")).toMatchObject({
      platform: "devtools",
      system: "X11",
    });
  });
});
