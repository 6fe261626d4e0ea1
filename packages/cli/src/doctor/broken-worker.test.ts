import { existsSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { checkWorker } from "./check-service.js";

/** The program of the worker is chosen when mediasoup is loaded, so before any import here. */
const program = await vi.hoisted(async () => {
  const [{ mkdtempSync }, { tmpdir }, { join }] = await Promise.all([
    import("node:fs"),
    import("node:os"),
    import("node:path"),
  ]);
  const file = join(mkdtempSync(join(tmpdir(), "lianmai-worker-")), "mediasoup-worker");
  process.env.MEDIASOUP_WORKER_BIN = file;
  return file;
});
afterAll(() => rm(dirname(program), { recursive: true }));

test.each([
  ["missing", undefined, /does not start: .*ENOENT/],
  ["not a program", { text: "nothing", mode: 0o600 }, /does not start: .*EACCES/],
  ["another program, which ends at once", { text: "#!/bin/sh\nexit 3\n", mode: 0o700 }, /does not start: .*code:3/],
  [
    "another program, which runs and never answers",
    { text: '#!/bin/sh\necho $$ > "$0.pid"\nexec sleep 600\n', mode: 0o700 },
    /no media worker that works here: it runs, but has said nothing for 3 s/,
  ],
])("a media worker that is %s is a problem, with its path and the fix", async (_what, file, reason) => {
  if (file !== undefined) {
    await rm(program, { force: true });
    await writeFile(program, file.text, { mode: file.mode });
  }
  const { status, message, fix } = await checkWorker(3_000);
  expect(status).toBe("problem");
  expect(message).toContain(program);
  expect(message).toMatch(reason);
  expect(fix).toContain("MEDIASOUP_WORKER_BIN");
  // What did not end by itself was ended.
  if (existsSync(`${program}.pid`)) {
    const pid = Number(readFileSync(`${program}.pid`, "utf8"));
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  }
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
