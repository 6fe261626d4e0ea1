import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../e2e/harness/root.js";

/** Kilobytes that go over the wire with gzip. */
export interface RuntimeKilobytes {
  /** Scripts and styles that the first page of a mini-program waits for. */
  first: number;
  /** What calls need besides. */
  rtc: number;
}

/** Builds the runtime as it is shipped and takes its size. */
export function runtimeKilobytes(): RuntimeKilobytes {
  const folder = mkdtempSync(join(tmpdir(), "lianmai-size-"));
  try {
    execFileSync(process.execPath, [join(root, "packages", "runtime", "build.mjs"), folder]);
    const sizes = JSON.parse(readFileSync(join(folder, "sizes.json"), "utf8")) as {
      firstPage: number;
      rtcClient: number;
    };
    return { first: sizes.firstPage / 1000, rtc: sizes.rtcClient / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
