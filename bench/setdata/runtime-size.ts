import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../e2e/harness/root.js";

/** Kilobytes that go over the wire with gzip. */
export interface RuntimeKilobytes {
  /** Scripts and styles that the first page of a mini-program waits for. */
  firstPage: number;
  /** What calls need besides. */
  rtcClient: number;
}

/** Builds the runtime as it is shipped and takes its size. */
export async function runtimeKilobytes(): Promise<RuntimeKilobytes> {
  const folder = await mkdtemp(join(tmpdir(), "lianmai-size-"));
  try {
    await promisify(execFile)(process.execPath, [join(root, "packages", "runtime", "build.mjs"), folder]);
    const bytes = JSON.parse(await readFile(join(folder, "sizes.json"), "utf8")) as RuntimeKilobytes;
    return { firstPage: bytes.firstPage / 1000, rtcClient: bytes.rtcClient / 1000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
