import { describe, expect, it } from "vitest";
import { isInstalled } from "./dependencies.mjs";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    "packages/server": { version: "0.1.0" },
    "node_modules/@lianmai/server": { link: true },
    "node_modules/ws": { version: "8.23.0", integrity: "sha512-a" },
    "node_modules/@esbuild/darwin-arm64": { version: "0.28.2", integrity: "sha512-b", optional: true },
  },
};
const installed = {
  packages: { "node_modules/@lianmai/server": {}, "node_modules/ws": { version: "8.23.0", integrity: "sha512-a" } },
};

describe("isInstalled", () => {
  it("does without the packages of other systems", () => {
    expect(isInstalled(lock, installed)).toBe(true);
  });

  it.each([
    ["another version", { version: "8.22.0", integrity: "sha512-a" }],
    ["other contents", { version: "8.23.0", integrity: "sha512-c" }],
    ["a missing package", undefined],
  ])("sees %s", (_, ws) => {
    expect(isInstalled(lock, { packages: { ...installed.packages, "node_modules/ws": ws } })).toBe(false);
  });
});
