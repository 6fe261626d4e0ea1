import { expect, it } from "vitest";
import { GOOD_NETWORK, NETWORK_PRESETS, presetOf } from "../../network-profile.js";
import { readChoices } from "./phone-choices.js";

it("reads what was kept, and the usual in the place of what no longer fits", () => {
  const usual = { device: "iPhone X", network: GOOD_NETWORK, camera: "auto" };
  expect(readChoices(null)).toEqual(usual);
  expect(readChoices("{broken")).toEqual(usual);
  expect(readChoices('{"device": "Pixel 7", "network": {"delay": 5, "loss": 7, "down": -1}, "camera": "x"}')).toEqual({
    device: "Pixel 7",
    network: { offline: false, delay: 5, loss: 1 },
    camera: "auto",
  });
  const kept = { ...usual, network: NETWORK_PRESETS["3g"], camera: "pattern" };
  expect(readChoices(JSON.stringify(kept))).toEqual(kept);
  expect(presetOf(readChoices(JSON.stringify(kept)).network)).toBe("3g");
});

it("does not start with a file that nobody has chosen yet", () => {
  expect(readChoices('{"camera": "file"}').camera).toBe("auto");
});
