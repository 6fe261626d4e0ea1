import { describe, expect, it } from "vitest";
import { gradeOf, type WayMeasures } from "./grade.js";

const way = (measures: Partial<WayMeasures>) => gradeOf({ isDown: false, flows: true, ...measures });

describe("the grade of a way", () => {
  it.each<[string, Partial<WayMeasures>, number]>([
    ["nothing wrong", {}, 1],
    ["a loss of 2 %", { loss: 0.02 }, 1],
    ["a loss of 5 %", { loss: 0.05 }, 2],
    ["a loss of 10 %", { loss: 0.1 }, 3],
    ["a loss of 20 %", { loss: 0.2 }, 4],
    ["a loss of 30 %", { loss: 0.3 }, 5],
    ["a round trip of 150 ms", { rtt: 150 }, 1],
    ["a round trip of 300 ms", { rtt: 300 }, 2],
    ["a round trip of 400 ms", { rtt: 400 }, 3],
    ["a round trip of 900 ms", { rtt: 900 }, 4],
    ["a round trip of 1 s", { rtt: 1_000 }, 5],
    ["a picture that stands still for a twentieth of the time", { stalled: 0.05 }, 3],
    ["a picture that stands still for half of the time", { stalled: 0.5 }, 5],
    ["the worst of several", { loss: 0.01, rtt: 320, stalled: 0.02 }, 3],
    ["too little bandwidth", { isShort: true }, 3],
    ["too little bandwidth and worse", { isShort: true, loss: 0.2 }, 4],
    ["nothing that flows", { flows: false, rtt: 400 }, 0],
    ["no path", { isDown: true, flows: true }, 6],
    ["no path, and nothing that could flow", { isDown: true, flows: false }, 6],
  ])("with %s", (_what, measures, grade) => {
    expect(way(measures)).toBe(grade);
  });
});
