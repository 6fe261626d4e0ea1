import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "./run.mjs";

const node = (script, options) => run(process.execPath, ["-e", script], options);

describe("run", () => {
  it("hands back standard output and tells every line", async () => {
    const lines = [];
    const script = "console.log('a\\nb'); console.error('c')";
    expect(await node(script, { onLine: (line) => lines.push(line) })).toBe("a\nb\n");
    expect(lines.sort()).toEqual(["a", "b", "c"]);
  });

  it("shows the last or the first lines of a command that failed", async () => {
    const script = "for (let i = 1; i <= 50; i++) console.log('line ' + i); process.exitCode = 3";
    const last = await node(script, { lines: 2 }).catch((error) => error);
    expect(last).toMatchObject({ name: "Failure", detail: "line 49\nline 50" });
    expect(last.message).toContain("exited with code 3");
    const first = await node(script, { lines: 2, show: "first" }).catch((error) => error);
    expect(first.detail).toBe("line 1\nline 2");
  });

  it("ends a command that takes too long, and one that does not exist", async () => {
    await expect(node("setTimeout(() => {}, 60_000)", { timeout: 100 })).rejects.toThrow(/was ended by SIGTERM/);
    await expect(run("no-such-command", [])).rejects.toThrow(/could not be started/);
  });

  it("appends command and output to a log", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lianmai-run-"));
    const log = join(folder, "log");
    await node("console.log('said')", { log });
    await expect.poll(() => readFileSync(log, "utf8")).toMatch(/\$ .*\nsaid\n/);
    rmSync(folder, { recursive: true });
  });
});
