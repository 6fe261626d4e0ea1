import { expect, it } from "vitest";
import { RtcError } from "../errors/rtc-error.js";
import { BackoffPolicy } from "./policy.js";

const error = RtcError.serverUnreachable("gone");
const delays = (random: number) => {
  const policy = new BackoffPolicy({ random: () => random });
  return [0, 1, 2, 3, 4, 5, 20].map((failures) => policy.nextDelay({ failures, elapsed: 0, error }));
};

it("doubles the wait up to the longest, spread by chance over its upper half", () => {
  expect(delays(0)).toEqual([0, 200, 400, 800, 1_600, 2_500, 2_500]);
  expect(delays(0.5)).toEqual([100, 300, 600, 1_200, 2_400, 3_750, 3_750]);
});

it("gives up after its time", () => {
  const policy = new BackoffPolicy({ giveUpAfter: 1_000 });
  expect(policy.nextDelay({ failures: 3, elapsed: 999, error })).toBeTypeOf("number");
  expect(policy.nextDelay({ failures: 3, elapsed: 1_000, error })).toBeUndefined();
});
