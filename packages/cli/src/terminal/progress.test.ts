import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Progress } from "./progress.js";

let written: string;
const stream = (isTTY: boolean) => ({
  isTTY,
  write: (text: string) => {
    written += text;
  },
});

beforeEach(() => {
  written = "";
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A step that takes so long by the clock of the test. */
async function run(progress: Progress, milliseconds: number): Promise<void> {
  let done = () => {};
  const step = progress.step("Upload", (tell) => {
    tell("1 / 3");
    return new Promise<void>((resolve) => {
      done = resolve;
    });
  });
  await vi.advanceTimersByTimeAsync(milliseconds);
  done();
  await step;
}

describe("progress", () => {
  it("says nothing of what is over within a second", async () => {
    await run(new Progress({ stream: stream(false) }), 900);
    expect(written).toBe("");
  });

  it("says that something takes long, how far it is, and how long it took", async () => {
    await run(new Progress({ stream: stream(false) }), 2_500);
    expect(written).toMatch(/^… Upload\n✓ Upload +2\.5 s {2}1 \/ 3\n$/);
  });

  it("draws one line again and again in a terminal", async () => {
    await run(new Progress({ stream: stream(true) }), 1_500);
    expect(written.split("\r").length).toBeGreaterThan(4);
    expect(written).toContain("1 / 3");
  });

  it("is silent for machines", async () => {
    await run(new Progress({ stream: stream(true), quiet: true }), 5_000);
    expect(written).toBe("");
  });

  it("marks what failed", async () => {
    const failing = new Progress({ stream: stream(false) }).step("Upload", async () => {
      await vi.advanceTimersByTimeAsync(2_000);
      throw new Error("gone");
    });
    await expect(failing).rejects.toThrow("gone");
    expect(written).toContain("✗ Upload");
  });
});
