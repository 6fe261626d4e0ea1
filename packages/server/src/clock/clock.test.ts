import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ManualClock } from "./manual-clock.js";
import { SystemClock } from "./system-clock.js";

describe("SystemClock", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("fires after delays that are longer than a timer of the system can be", () => {
    const fire = vi.fn();
    const days = 24 * 3600 * 1000;
    new SystemClock().after(60 * days, fire);
    vi.advanceTimersByTime(60 * days - 1);
    expect(fire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fire).toHaveBeenCalledOnce();
  });

  test("does not fire what was cancelled, in whichever stretch of a long delay", () => {
    const fire = vi.fn();
    const days = 24 * 3600 * 1000;
    const timer = new SystemClock().after(60 * days, fire);
    vi.advanceTimersByTime(30 * days);
    timer.cancel();
    vi.advanceTimersByTime(60 * days);
    expect(fire).not.toHaveBeenCalled();
  });

  test("fires at the next turn when the time is past", () => {
    const fire = vi.fn();
    new SystemClock().after(-5, fire);
    expect(fire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(0);
    expect(fire).toHaveBeenCalledOnce();
  });
});

describe("ManualClock", () => {
  test("fires in order, each at its own time, also what is set meanwhile", () => {
    const clock = new ManualClock(0);
    const fired: [string, number][] = [];
    const note = (name: string) => () => fired.push([name, clock.now()]);
    clock.after(30, note("late"));
    clock.after(10, () => {
      note("early")();
      clock.after(5, note("between"));
    });
    const cancelled = clock.after(20, note("never"));
    cancelled.cancel();
    clock.advance(100);
    expect(fired).toEqual([
      ["early", 10],
      ["between", 15],
      ["late", 30],
    ]);
    expect([clock.now(), clock.pending]).toEqual([100, 0]);
  });
});
