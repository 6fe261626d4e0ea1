import { describe, expect, it } from "vitest";
import { channelState, versionBefore, versionFor } from "./channel-state.js";
import type { Channel, Release } from "./program.js";

/** Releases as they were made, the oldest first; handed over the newest first. */
function history(...made: [version: string, percent?: number, channel?: Channel][]): Release[] {
  return made
    .map(([version, percent = 100, channel = "release"], index) => ({
      releaseId: index + 1,
      channel,
      version,
      percent,
      rolledBack: false,
      releasedBy: "admin",
      releasedAt: index,
    }))
    .reverse();
}

const devices = Array.from({ length: 4_000 }, (_, index) => index.toString(16).padStart(32, "0"));

describe("a channel", () => {
  it("shows nothing until something is released on it", () => {
    expect(channelState(history(["1.0.0", 100, "testing"]), "release")).toEqual({ version: undefined });
  });

  it("shows the last release", () => {
    expect(channelState(history(["1.0.0"], ["1.0.1"]), "release")).toEqual({ version: "1.0.1" });
  });

  it("keeps what everybody has while a new version is let out", () => {
    const state = channelState(history(["1.0.0"], ["1.0.1", 10], ["1.0.1", 30]), "release");
    expect(state).toEqual({ version: "1.0.0", gradual: { version: "1.0.1", percent: 30 } });
  });

  it("goes back to what was there for all before", () => {
    expect(versionBefore(history(["1.0.0"], ["1.0.1"]), "release")).toBe("1.0.0");
    expect(versionBefore(history(["1.0.0"], ["1.0.1", 10]), "release")).toBe("1.0.0");
    expect(versionBefore(history(["1.0.0"], ["1.0.1", 10], ["1.0.1"]), "release")).toBe("1.0.0");
    expect(versionBefore(history(["1.0.0"]), "release")).toBeUndefined();
  });
});

describe("a gradual release", () => {
  const at = (percent: number) => channelState(history(["1.0.0"], ["1.0.1", percent]), "release");
  const reached = (percent: number) => devices.filter((device) => versionFor(at(percent), "tt1", device) === "1.0.1");

  it("reaches about as many devices as was said", () => {
    for (const percent of [1, 10, 50, 90]) {
      expect(Math.abs(reached(percent).length / devices.length - percent / 100)).toBeLessThan(0.03);
    }
  });

  it("gives a device the same version each time, and takes it from nobody while it grows", () => {
    const tenth = reached(10);
    expect(reached(10)).toEqual(tenth);
    const half = new Set(reached(50));
    expect(tenth.every((device) => half.has(device))).toBe(true);
  });

  it("does not begin with the same devices for every version", () => {
    const next = channelState(history(["1.0.0"], ["1.0.2", 10]), "release");
    const others = devices.filter((device) => versionFor(next, "tt1", device) === "1.0.2");
    const first = new Set(reached(10));
    const both = others.filter((device) => first.has(device));
    expect(both.length).toBeLessThan(others.length / 2);
  });
});
