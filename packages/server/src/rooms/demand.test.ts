import { describe, expect, test } from "vitest";
import { Demand } from "./demand.js";

const ALL = { audio: true, video: true, screen: true };
const NONE = { audio: false, video: false, screen: false };

describe("Demand", () => {
  test("follows the automatic choice by kind of source", () => {
    const demand = new Demand({ audio: true, video: false, screen: true });
    expect(
      (["microphone", "camera", "screen", "screenAudio"] as const).map((source) => demand.wants("alice", source)),
    ).toEqual([true, false, true, true]);
  });

  test("puts a choice by name above it, for that user and source only", () => {
    const demand = new Demand(ALL);
    demand.choose("alice", "camera", false);
    expect(demand.wants("alice", "camera")).toBe(false);
    expect(demand.wants("alice", "microphone")).toBe(true);
    expect(demand.wants("bob", "camera")).toBe(true);
  });

  test("remembers only what differs from the automatic choice", () => {
    const demand = new Demand(NONE);
    demand.choose("alice", "camera", true);
    demand.choose("alice", "camera", true);
    demand.choose("bob", "camera", false);
    expect([demand.size, demand.names("alice", "camera"), demand.names("bob", "camera")]).toEqual([1, true, false]);
    demand.choose("alice", "camera", false);
    expect(demand.size).toBe(0);
  });
});
