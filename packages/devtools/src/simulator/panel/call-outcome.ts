import type { CallEntry } from "../state/reports.js";

/** A failure is red, and so is an event that tells of one. */
export function outcomeClass({ outcome, reason }: CallEntry): string {
  return outcome === "event" && reason ? "fail" : outcome;
}
