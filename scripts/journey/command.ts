import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { until } from "../../e2e/harness/until.js";

/** How a user of the installed packages runs things. */
export interface Surroundings {
  /** The folder with `node_modules`. */
  folder: string;
  env: NodeJS.ProcessEnv;
}

/** A program that runs, with what it has printed. */
export class Running {
  output = "";

  constructor(
    readonly child: ChildProcess,
    private readonly what: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    }
  }

  /** Waits until it has printed this. @throws Error with its output where it ends first */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    return await until(
      `${this.what} prints ${pattern}`,
      () => {
        const found = pattern.exec(this.output);
        if (found === null && this.hasEnded) throw new Error(`${this.what} ended: ${this.output}`);
        return found;
      },
      120_000,
    );
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const gone = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await gone;
  }
}

/** Starts a program that goes on running. */
export function start({ folder, env }: Surroundings, command: string, args: readonly string[], cwd = folder): Running {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  return new Running(child, [command.split("/").at(-1), ...args].join(" "));
}

/** Starts the installed `lianmai`. */
export function startLianmai(around: Surroundings, args: readonly string[]): Running {
  return start(around, join(around.folder, "node_modules/.bin/lianmai"), args);
}

/** Runs the installed `lianmai` to its end. @throws Error with what it printed where it fails */
export async function lianmai(around: Surroundings, args: readonly string[]): Promise<string> {
  return await toEnd(startLianmai(around, args));
}

/** @returns the last line that it printed as JSON */
export async function lianmaiJson<T>(around: Surroundings, args: readonly string[]): Promise<T> {
  const output = await lianmai(around, [...args, "--json"]);
  const line = output
    .split("\n")
    .filter((text) => /^[{[]/.test(text))
    .at(-1);
  return JSON.parse(line ?? "null") as T;
}

/** Waits for the end of a program. @throws Error with what it printed where it fails */
export async function toEnd(running: Running): Promise<string> {
  const [code] = (await once(running.child, "close")) as [number | null];
  if (code !== 0) throw new Error(`ended with ${code}: ${running.output}`);
  return running.output;
}
