import { expect, describe as group, it } from "vitest";
import { BODY, DEVICES, describe, deviceNamed, outsideOf } from "./devices.js";

group("devices", () => {
  it("turns size, status bar and cut-outs with the phone", () => {
    const device = deviceNamed("iPhone X");
    expect(describe(device, false)).toMatchObject({
      screenWidth: 375,
      screenHeight: 812,
      statusBarHeight: 44,
      safeAreaInsets: { top: 44, bottom: 34 },
    });
    expect(describe(device, true)).toMatchObject({
      screenWidth: 812,
      screenHeight: 375,
      statusBarHeight: 0,
      safeAreaInsets: { top: 0, left: 44, right: 44 },
    });
    expect(outsideOf(device, true)).toEqual({ width: 812 + 2 * BODY, height: 375 + 2 * BODY });
  });

  it("knows the usual device in the place of one that is no longer offered", () => {
    expect(deviceNamed("Nokia 3310")).toBe(DEVICES[0]);
  });
});
