import { expect, test } from "vitest";
import { ConfigError } from "../config/config-error.js";
import { checkRetention, DEFAULT_HISTORY_RETENTION } from "./options.js";

test("everything is kept for an hour at least", () => {
  expect(() => checkRetention(DEFAULT_HISTORY_RETENTION)).not.toThrow();
  for (const length of [0, -1, Number.NaN, 3_599_999]) {
    const check = () => checkRetention({ ...DEFAULT_HISTORY_RETENTION, calls: length });
    expect(check).toThrow(ConfigError);
    expect(check).toThrow(/history\.retention\.calls must be at least one hour/);
  }
});
