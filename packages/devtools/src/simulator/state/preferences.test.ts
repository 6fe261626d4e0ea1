import { expect, test } from "vitest";
import { type Preferences, readPreferences } from "./preferences.js";

const usual: Preferences = {
  language: "zh",
  theme: "light",
  zoom: "fit",
  panelOpen: true,
  panelWidth: 460,
  panelTab: "console",
  askPermissions: false,
};

test("what was kept comes back", () => {
  const kept: Preferences = {
    ...usual,
    language: "en",
    theme: "dark",
    zoom: 0.5,
    panelOpen: false,
    panelWidth: 700,
    askPermissions: true,
  };
  expect(readPreferences(JSON.stringify(kept), usual)).toEqual(kept);
});

test("nothing, nonsense and values that no longer fit fall back to the usual", () => {
  expect(readPreferences(null, usual)).toEqual(usual);
  expect(readPreferences("{", usual)).toEqual(usual);
  expect(readPreferences("null", usual)).toEqual(usual);
  expect(
    readPreferences('{"theme":"pink","panelWidth":1e9,"zoom":"1","panelTab":"wires","language":"en"}', usual),
  ).toEqual({
    ...usual,
    language: "en",
  });
});
