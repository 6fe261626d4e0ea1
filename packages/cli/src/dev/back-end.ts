import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { UsageError } from "../errors.js";
import { say } from "../terminal/language.js";
import { freshLogFile } from "./log.js";
import { freePort } from "./ports.js";

/** How long a back end may take until it listens, in milliseconds. */
const START_TIMEOUT = 15_000;
/** How long it has for its own end before it is killed, in milliseconds. */
const STOP_TIMEOUT = 3_000;

export interface BackEndOptions {
  /** Folder of an npm package with a `start` script. */
  folder: string;
  /** Folder for its log. */
  logDir: string;
  /** Added to the environment; `PORT` and `HOST` are added to it. */
  env: Record<string, string>;
}

/**
 * The business server of a mini-program under development, run beside the dev server as a process of its own: by its
 * package's `start` script, told by PORT and HOST where to listen.
 */
export class BackEnd {
  private stopping = false;

  private constructor(
    /** Where it answers. */
    readonly url: string,
    readonly logFile: string,
    private readonly child: ChildProcess,
  ) {}

  /** @throws UsageError when it ends, or does not listen, instead of starting */
  static async start({ folder, logDir, env }: BackEndOptions): Promise<BackEnd> {
    const port = await freePort();
    const logFile = freshLogFile(logDir, "backend");
    const log = openSync(logFile, "a");
    const child = spawn("npm", ["run", "--silent", "start"], {
      cwd: folder,
      env: { ...process.env, ...env, HOST: "127.0.0.1", PORT: String(port) },
      stdio: ["ignore", log, log],
      // npm starts a shell that starts the server: as a group of their own they can be ended together.
      detached: true,
    });
    closeSync(log);
    const backEnd = new BackEnd(`http://127.0.0.1:${port}`, logFile, child);
    const failed = once(child, "error").then(([error]) => (error as Error).message);
    const ended = once(child, "exit").then(([code, signal]) => `it ended with ${signal ?? `code ${code}`}`);
    const stop = new AbortController();
    const late = delay(START_TIMEOUT, `it did not listen on port ${port} within ${START_TIMEOUT / 1000} s`, {
      signal: stop.signal,
    }).catch(() => "");
    try {
      const problem = await Promise.race([failed, ended, late, listening(port, stop.signal)]);
      if (problem === undefined) return backEnd;
      await backEnd.stop();
      const output = readFileSync(logFile, "utf8").trim().split("\n").slice(-10).join("\n");
      throw new UsageError(
        `${say(`后端 ${folder} 未能启动`, `The back end in ${folder} did not start`)}: ${problem}.\n${output}`,
      );
    } finally {
      stop.abort();
    }
  }

  /** Told when it ends without having been stopped, with how. */
  onExit(listener: (how: string) => void): void {
    this.child.once("exit", (code, signal) => {
      if (!this.stopping) listener(signal ?? `code ${code}`);
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, "exit");
    this.kill("SIGTERM");
    const stop = new AbortController();
    await Promise.race([gone, delay(STOP_TIMEOUT, undefined, { signal: stop.signal }).catch(() => undefined)]);
    stop.abort();
    this.kill("SIGKILL");
  }

  private kill(signal: NodeJS.Signals): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, signal);
    } catch {
      // The group is gone already.
    }
  }
}

/** Settles with undefined when something listens on the port; never otherwise. */
async function listening(port: number, signal: AbortSignal): Promise<undefined> {
  while (!signal.aborted) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host: "127.0.0.1", port });
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return undefined;
    await delay(50);
  }
  return undefined;
}
