import { describe, expect, it } from "vitest";
import { computerShare } from "./shared-computer.js";

describe("the share of each phone in a computer", () => {
  it("is what a phone usually takes where they are few, also on a small computer", () => {
    for (const phones of [0, 1, 2, 3, 4, 5]) {
      const { frameRate, packetTime } = computerShare(phones, 2);
      expect(frameRate).toBeGreaterThanOrEqual(15);
      expect(packetTime).toBe(20);
    }
  });

  it("is less where they are many", () => {
    expect(computerShare(6, 2)).toEqual({ frameRate: 11, packetTime: 20 });
    expect(computerShare(7, 2)).toEqual({ frameRate: 8, packetTime: 40 });
    expect(computerShare(9, 2)).toEqual({ frameRate: 5, packetTime: 60 });
  });

  it("is more on a larger computer", () => {
    const { frameRate, packetTime } = computerShare(9, 8);
    expect(frameRate).toBeGreaterThanOrEqual(15);
    expect(packetTime).toBe(20);
  });

  it("is never so little that pictures stand still", () => {
    expect(computerShare(12, 1)).toEqual({ frameRate: 5, packetTime: 60 });
  });
});
