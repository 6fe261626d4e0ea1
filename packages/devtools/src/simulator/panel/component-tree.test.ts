import type { InspectedNode } from "@lianmai/runtime";
import { expect, it } from "vitest";
import { pathTo, rowsOf } from "./component-tree.js";

const node = (id: number, kind: InspectedNode["kind"], children: InspectedNode[] = []): InspectedNode => ({
  id,
  kind,
  tag: `t${id}`,
  attributes: [],
  children,
});
const pages = [
  node(1, "page", [node(2, "element", [node(3, "element"), node(4, "text")])]),
  node(5, "page", [node(6, "element")]),
];

it("shows the page on top open and those below it closed, and what somebody opened or closed as they left it", () => {
  const ids = (toggled: [number, boolean][]) => rowsOf(pages, new Map(toggled), 1).map((row) => row.node.id);
  expect(ids([])).toEqual([1, 2, 3, 4, 5]);
  expect(ids([[2, false]])).toEqual([1, 2, 5]);
  expect(ids([[5, true]])).toEqual([1, 2, 3, 4, 5, 6]);
});

it("finds the nodes above one", () => {
  expect(pathTo(pages, 4)).toEqual([1, 2]);
  expect(pathTo(pages, 5)).toEqual([]);
  expect(pathTo(pages, 7)).toBeUndefined();
});
