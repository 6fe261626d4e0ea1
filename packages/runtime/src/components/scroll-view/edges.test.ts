import { expect, it } from "vitest";
import { Edges } from "./edges.js";

const axes = { scrollX: false, scrollY: true, upperThreshold: 50, lowerThreshold: 50 };
const box = (scrollTop: number) => ({
  scrollTop,
  scrollLeft: 0,
  clientHeight: 100,
  clientWidth: 100,
  scrollHeight: 1000,
  scrollWidth: 100,
});

it("tells each end once until it was left", () => {
  const told: string[] = [];
  const edges = new Edges((event, direction) => told.push(`${event} ${direction}`));
  for (const top of [0, 10, 200, 849, 850, 900, 860, 400, 899, 40, 0]) edges.check(box(top), axes);
  expect(told).toEqual(["scrolltolower bottom", "scrolltolower bottom", "scrolltoupper top"]);
});

it("looks only at the axes that scroll", () => {
  const told: string[] = [];
  const edges = new Edges((event, direction) => told.push(`${event} ${direction}`));
  edges.check({ ...box(0), scrollWidth: 110 }, { ...axes, scrollX: true, scrollY: false });
  expect(told).toEqual(["scrolltolower right"]);
});
