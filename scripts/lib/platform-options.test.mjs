import { expect, test } from "vitest";
import { testedOptions } from "./platform-options.mjs";

const source = `
const ROWS = [
  [
    "data and methods",
    "data: { a: 1 }, methods: { go() {} }",
  ],
  [
    "observers",
    "data: {}",
  ],
];
describe("x", () => {
  it("Page.onLoad and Page.onShow come in turn", async () => {
    run("Page({ onLoad() {} })");
  });
  it("says nothing of Page", async () => {
    run("Page({ onHide() {} })");
  });
  it.each(ROWS)("Component.%s", () => {});
});`;

test("an option counts where a test names it and its program uses it", () => {
  expect([...testedOptions(source)].sort()).toEqual(["Component.data", "Component.methods", "Page.onLoad"]);
});
