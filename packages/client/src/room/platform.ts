import type { Platform } from "@lianmai/protocol";

/** What is read of the browser's `navigator`; parts of it are not in every browser. */
export interface PlatformSource {
  userAgent?: string;
  maxTouchPoints?: number;
  /** Network Information API. */
  connection?: { type?: string; effectiveType?: string };
}

/** The first that fits counts: every Android says that it is Linux, and every iPhone that it is like a Mac. */
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android|HarmonyOS/, "android"],
  [/iPhone|iPad|iPod/, "ios"],
  [/Windows/, "windows"],
  [/Mac OS X/, "mac"],
  [/Linux|CrOS/, "linux"],
];

const LONGEST = 64;

/** What this page runs on, as far as the browser tells; without what it does not. */
export function describePlatform(source: PlatformSource | undefined): Platform {
  const { userAgent = "", maxTouchPoints = 0, connection } = source ?? {};
  const named = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  // An iPad calls itself a Mac, and no Mac can be touched.
  const isPad = named === "mac" && maxTouchPoints > 1;
  const device = isPad ? "iPad" : modelIn(userAgent);
  const access = connection?.type === "cellular" ? connection.effectiveType : connection?.type;
  return {
    ...(named && { os: isPad ? "ios" : named }),
    ...(device && { device: device.slice(0, LONGEST) }),
    ...(access && access !== "unknown" && { access: access.slice(0, LONGEST) }),
  };
}

function modelIn(userAgent: string): string | undefined {
  const apple = /iPhone|iPad|iPod/.exec(userAgent)?.[0];
  if (apple) return apple;
  const model = /Android [\d.]+; ([^;)]+?)(?: Build\/[^;)]*)?[;)]/.exec(userAgent)?.[1];
  // What browsers put in the place of a model that they keep to themselves.
  return model === "K" ? undefined : model;
}
