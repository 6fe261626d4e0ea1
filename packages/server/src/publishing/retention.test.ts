import { describe, expect, it } from "vitest";
import type { ProgramVersion, Release } from "./program.js";
import { expiredVersions } from "./retention.js";

const DAY = 24 * 3600_000;
const NOW = 1_000 * DAY;
const policy = { newest: 2, lifetime: 30 * DAY };

function version(name: string, daysAgo: number): ProgramVersion {
  const uploadedAt = NOW - daysAgo * DAY;
  return { version: name, changeLog: "", hash: name, files: {}, size: 0, uploadedBy: "admin", uploadedAt };
}

function release(id: number, name: string, daysAgo: number): Release {
  const releasedAt = NOW - daysAgo * DAY;
  return {
    releaseId: id,
    channel: "release",
    version: name,
    percent: 100,
    rolledBack: false,
    releasedBy: "admin",
    releasedAt,
  };
}

describe("old versions", () => {
  const versions = [version("1.0.3", 1), version("1.0.2", 2), version("1.0.1", 80), version("1.0.0", 90)];

  it("go when nobody can have them open any more", () => {
    expect(expiredVersions(versions, [], policy, NOW)).toEqual(["1.0.1", "1.0.0"]);
  });

  it("stay while they are shown", () => {
    expect(expiredVersions(versions, [release(1, "1.0.0", 90)], policy, NOW)).toEqual(["1.0.1"]);
  });

  it("stay for the lifetime of pages after another took their place", () => {
    const replaced = (daysAgo: number) => [release(2, "1.0.3", daysAgo), release(1, "1.0.0", 90)];
    expect(expiredVersions(versions, replaced(10), policy, NOW)).toEqual(["1.0.1"]);
    expect(expiredVersions(versions, replaced(40), policy, NOW)).toEqual(["1.0.1", "1.0.0"]);
  });

  it("never include a preview, which replaces itself", () => {
    expect(expiredVersions([...versions, version("preview", 200)], [], policy, NOW)).not.toContain("preview");
  });
});
