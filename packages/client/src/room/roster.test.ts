import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Roster } from "./roster.js";

const person = (userId: string, publicationId: string) => ({
  userId,
  joinedAt: 1,
  extraInfo: "",
  publications: [{ publicationId, source: "camera" as const, muted: false }],
});

let roster: Roster;
let told: string[];

beforeEach(() => {
  vi.useFakeTimers();
  roster = new Roster("me");
  told = [];
  roster.on("participantJoined", ({ userId }) => told.push(`${userId} joined`));
  roster.on("participantLeft", (userId) => told.push(`${userId} left`));
  roster.on("published", (userId, source) => told.push(`${userId} published ${source}`));
  roster.on("unpublished", (userId, source) => told.push(`${userId} unpublished ${source}`));
  roster.handleSnapshot([person("ann", "1"), person("bob", "2")]);
  told = [];
});
afterEach(() => {
  vi.useRealTimers();
});

test("whoever is missing in a snapshot has left", () => {
  roster.handleSnapshot([person("ann", "1")]);
  expect(told).toEqual(["bob unpublished camera", "bob left"]);
});

test("whoever comes back to a lost room in time never seems to have left", () => {
  roster.handleSnapshot([person("ann", "1")], 5_000);
  vi.advanceTimersByTime(4_999);
  roster.handleParticipantJoined(person("bob", "3"));
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
  expect(roster.participants.get("bob")?.publications).toEqual(person("bob", "3").publications);
});

test("whoever does not come back has left, once, and not sooner for a second snapshot", () => {
  roster.handleSnapshot([person("ann", "1")], 5_000);
  roster.handleSnapshot([person("ann", "1")]);
  vi.advanceTimersByTime(4_999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(["bob unpublished camera", "bob left"]);
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveLength(2);
});

test("nothing is told after the end", () => {
  roster.handleSnapshot([], 5_000);
  roster.close();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
