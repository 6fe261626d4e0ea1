import { readFile } from "node:fs/promises";

/** Bytes of memory that a process has now; undefined where the system does not tell, which is everywhere but Linux. */
export async function residentMemory(pid: number): Promise<number | undefined> {
  try {
    const [, kilobytes] = /^VmRSS:\s*(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
