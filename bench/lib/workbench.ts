import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a measurement works with: a folder of its own, and an end for all that it starts. */
export class Workbench {
  /** Temporary; removed after everything has ended. */
  readonly folder = mkdtempSync(join(tmpdir(), "lianmai-bench-"));
  readonly #ends: (() => unknown)[] = [() => rmSync(this.folder, { recursive: true, force: true })];

  /** @param end called when the measurement is over, however it ended; the last one first */
  atEnd(end: () => unknown): void {
    this.#ends.push(end);
  }

  async close(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
  }
}

/**
 * Makes a measurement, and ends what it started.
 *
 * @param measure resolves with the exit code of the process
 */
export async function onWorkbench(measure: (bench: Workbench) => Promise<number>): Promise<void> {
  const bench = new Workbench();
  try {
    process.exitCode = await measure(bench);
  } finally {
    await bench.close();
  }
}
