import { expect, it } from "vitest";
import { InheritedOptions } from "./inherited-options.js";

it("finds the options of behaviors through behaviors, a component's own at the end", () => {
  const inherited = new InheritedOptions();
  const [deep, middle] = [{}, {}];
  inherited.remember(deep, { inject: ["deep"] });
  inherited.remember(middle, { inject: ["middle"], behaviors: [deep, "tt://form-field", {}] });
  const found = inherited.of({ inject: ["own"], behaviors: [middle] });
  expect(found.map(({ inject }) => inject)).toEqual([["deep"], ["middle"], ["own"]]);
});

it("ends where behaviors have each other", () => {
  const inherited = new InheritedOptions();
  const [one, two] = [{}, {}];
  inherited.remember(one, { behaviors: [two], provide: 1 });
  inherited.remember(two, { behaviors: [one], provide: 2 });
  expect(inherited.of({ behaviors: [one] }).map(({ provide }) => provide)).toEqual([2, 1, undefined]);
});
