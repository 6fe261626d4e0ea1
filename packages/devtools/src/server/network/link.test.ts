import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Link, type LinkProfile } from "./link.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const GOOD: LinkProfile = { delay: 0, loss: 0 };
/** Gives the numbers one after the other, and the last one from then on. */
const numbers = (...values: number[]) => {
  return () => (values.length > 1 ? values.shift() : values[0]) as number;
};

describe("a link", () => {
  it("lets everything through at once while it is good", () => {
    const link = new Link(() => GOOD);
    const heard = vi.fn();
    link.datagram(1_000, heard);
    link.flow().send(1_000, heard);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("brings everything late by its delay, in order", () => {
    const link = new Link(() => ({ ...GOOD, delay: 100 }));
    const heard: number[] = [];
    for (const number of [1, 2, 3]) link.datagram(100, () => heard.push(number));
    vi.advanceTimersByTime(98);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(3);
    expect(heard).toEqual([1, 2, 3]);
  });

  it("loses the part of the datagrams that it should, and no others", () => {
    let number = 0;
    const link = new Link(
      () => ({ ...GOOD, loss: 0.2 }),
      () => (number++ % 10) / 10,
    );
    const heard = vi.fn();
    for (let sent = 0; sent < 1_000; sent++) link.datagram(100, heard);
    expect(heard).toHaveBeenCalledTimes(800);
  });

  it("is as narrow as its rate, and loses datagrams that would wait too long", () => {
    // 80 kbit/s are 10 bytes a millisecond: a datagram of 972 bytes and its headers takes 100 ms.
    const link = new Link(() => ({ ...GOOD, rate: 80 }));
    const heard: number[] = [];
    for (let number = 0; number < 20; number++) link.datagram(972, () => heard.push(number));
    vi.advanceTimersByTime(250);
    expect(heard).toEqual([0, 1]);
    vi.advanceTimersByTime(10_000);
    expect(heard).toEqual([0, 1, 2, 3, 4]);
  });

  it("shares its rate between datagrams and flows", () => {
    const link = new Link(() => ({ ...GOOD, rate: 80 }));
    const heard: string[] = [];
    link.flow().send(1_000, () => heard.push("flow"));
    link.datagram(972, () => heard.push("datagram"));
    vi.advanceTimersByTime(150);
    expect(heard).toEqual(["flow"]);
    vi.advanceTimersByTime(100);
    expect(heard).toEqual(["flow", "datagram"]);
  });

  it("brings what a flow loses late instead of not at all, and what follows behind it", () => {
    // The first packet is lost once and arrives at the second try; the second packet is not lost.
    const link = new Link(() => ({ delay: 10, loss: 0.5 }), numbers(0.1, 0.9));
    const heard: number[] = [];
    const flow = link.flow();
    flow.send(100, () => heard.push(1));
    flow.send(100, () => heard.push(2));
    vi.advanceTimersByTime(200);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(heard).toEqual([1, 2]);
  });

  it("forgets what was under way when it is cut", () => {
    const link = new Link(() => ({ ...GOOD, delay: 50 }));
    const heard = vi.fn();
    const flow = link.flow();
    flow.send(10, heard);
    link.datagram(10, heard);
    link.cut();
    flow.send(10, heard);
    vi.advanceTimersByTime(1_000);
    expect(heard).not.toHaveBeenCalled();
    link.datagram(10, heard);
    vi.advanceTimersByTime(51);
    expect(heard).toHaveBeenCalledOnce();
  });

  it("ends even where everything is lost", () => {
    const link = new Link(() => ({ ...GOOD, loss: 1 }));
    const heard = vi.fn();
    link.flow().send(100_000, heard);
    vi.advanceTimersByTime(11_000);
    expect(heard).toHaveBeenCalledOnce();
  });
});
