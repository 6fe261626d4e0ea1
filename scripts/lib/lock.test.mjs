import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "./lock.mjs";

let folder;
let path;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lianmai-lock-"));
  path = join(folder, "below", "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("withLock", () => {
  it("lets one at a time work, and is open afterwards", async () => {
    const events = [];
    const waits = [];
    const work = (name) => async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      events.push(`${name} ends`);
      return name;
    };
    const first = withLock(path, work("first"));
    const second = withLock(path, work("second"), { onWait: (pid) => waits.push(pid) });
    expect(await Promise.all([first, second])).toEqual(["first", "second"]);
    expect(events).toEqual(["first begins", "first ends", "second begins", "second ends"]);
    expect(waits).toEqual([process.pid]);
    expect(existsSync(path)).toBe(false);
  });

  it("is open after work that failed", async () => {
    await expect(withLock(path, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await withLock(path, async () => "again")).toBe("again");
  });

  it("does not wait for a process that is gone", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    await withLock(path, async () => {});
    writeFileSync(path, String(pid));
    expect(await withLock(path, async () => "free")).toBe("free");
  });
});
