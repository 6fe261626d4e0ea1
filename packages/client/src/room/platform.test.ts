import { PlatformSchema } from "@lianmai/protocol";
import * as v from "valibot";
import { expect, it } from "vitest";
import { describePlatform, type PlatformSource } from "./platform.js";

const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15";

it.each<[string, PlatformSource | undefined, object]>([
  [
    "a phone",
    {
      userAgent: "Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A) AppleWebKit/537.36 Chrome/120 Mobile",
      connection: { type: "cellular", effectiveType: "4g" },
    },
    { os: "android", device: "Pixel 7", access: "4g" },
  ],
  [
    "a phone that keeps its model to itself",
    { userAgent: "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120", connection: { type: "wifi" } },
    { os: "android", access: "wifi" },
  ],
  [
    "an iPhone",
    { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15", maxTouchPoints: 5 },
    { os: "ios", device: "iPhone" },
  ],
  ["an iPad, which calls itself a Mac", { userAgent: MAC, maxTouchPoints: 5 }, { os: "ios", device: "iPad" }],
  ["a Mac", { userAgent: MAC, maxTouchPoints: 0, connection: { type: "unknown" } }, { os: "mac" }],
  ["Windows", { userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120" }, { os: "windows" }],
  ["no browser", undefined, {}],
  ["a browser that says too much", { connection: { type: "x".repeat(1_000) } }, { access: "x".repeat(64) }],
])("tells of %s", (_name, source, platform) => {
  expect(describePlatform(source)).toEqual(platform);
  expect(v.is(PlatformSchema, describePlatform(source))).toBe(true);
});
