import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";

/** A program under measurement, in a process of its own. */
export class Program {
  readonly #child: ChildProcess;
  #output = "";

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on("data", (data) => {
      this.#output += data;
    });
    child.stderr?.on("data", (data) => {
      this.#output += data;
    });
  }

  /** @param around the command to run it by, such as `ip netns exec NAME` */
  static start(
    script: string,
    args: readonly string[],
    env: Record<string, string> = {},
    around: readonly string[] = [],
  ): Program {
    const [command, ...rest] = [...around, process.execPath, script, ...args];
    const child = spawn(command as string, rest, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Program(child);
  }

  /** Everything it has written, for the message when it does not do what it should. */
  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resident memory of the process and of all that it started, in megabytes. Linux only. */
  residentMegabytes(): { own: number; children: number } {
    const pid = this.#child.pid ?? 0;
    const children = descendants(pid).reduce((sum, child) => sum + residentKilobytes(child), 0);
    return { own: residentKilobytes(pid) / 1024, children: children / 1024 };
  }

  /** CPU that the process and all that it started have used so far, in seconds. Linux only. */
  cpuSeconds(): { own: number; children: number } {
    const pid = this.#child.pid ?? 0;
    return { own: cpuSecondsOf([pid]), children: cpuSecondsOf(descendants(pid)) };
  }

  /** The process and all that it started. */
  pids(): number[] {
    const pid = this.#child.pid ?? 0;
    return [pid, ...descendants(pid)];
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await gone;
  }
}

function residentKilobytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1] ?? 0);
}

/** Linux counts CPU in hundredths of a second whatever the kernel's own clock is. */
const TICKS_PER_SECOND = 100;

/** CPU that these processes have used so far, in seconds; one that has ended counts for nothing. */
export function cpuSecondsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return sum + (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    } catch {
      return sum;
    }
  }, 0);
}

/** All that a process has started and what that has started, as long as they run. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The second field is the program's name in brackets and may hold anything, so count from behind it.
      const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      parents.set(Number(name), Number(parent));
    } catch {
      // It has ended meanwhile.
    }
  }
  const below = (one: number): number[] =>
    [...parents].filter(([, parent]) => parent === one).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}
