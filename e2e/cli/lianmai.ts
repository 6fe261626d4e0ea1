import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root, until } from "../harness/index.js";

const COMMAND = join(root, "packages", "cli", "bin", "lianmai.js");

/** A line of `--json`. */
export interface CommandEvent {
  event: string;
  [field: string]: unknown;
}

/** The command as a person runs it, with what it has printed. */
export class Lianmai {
  readonly child: ChildProcess;
  output = "";
  /** The part of `output` that is on standard output. */
  stdout = "";

  /**
   * @param options.around the command to run it by, such as `unshare --net`
   * @param options.env added to an environment that knows no sign-in
   */
  constructor(
    args: readonly string[],
    { cwd, env = {}, around = [] }: { cwd: string; env?: NodeJS.ProcessEnv; around?: readonly string[] },
  ) {
    const [command = "", ...rest] = [...around, process.execPath, COMMAND, ...args];
    this.child = spawn(command, rest, {
      cwd,
      env: { ...process.env, LANG: "C", LC_ALL: "C", NO_COLOR: "1", LIANMAI_HOME: join(cwd, "home"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
        if (stream === this.child.stdout) this.stdout += text;
      });
    }
  }

  /** What `--json` has printed so far: a value a line. @throws SyntaxError where a whole line is none */
  events(): CommandEvent[] {
    const lines = this.stdout.slice(0, this.stdout.lastIndexOf("\n") + 1).split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as CommandEvent);
  }

  /** Waits for an event of which `fits` holds. */
  happens(event: string, fits: (it: CommandEvent) => boolean = () => true): Promise<CommandEvent> {
    return until(`the event ${event}`, () => {
      const found = this.events().find((it) => it.event === event && fits(it));
      if (found === undefined && this.child.exitCode !== null) throw new Error(`it ended: ${this.output}`);
      return found ?? false;
    });
  }

  /** Waits until it has printed this. */
  prints(pattern: RegExp): Promise<RegExpExecArray> {
    return until(`the command prints ${pattern}`, () => {
      const found = pattern.exec(this.output);
      if (found === null && this.child.exitCode !== null) throw new Error(`it ended: ${this.output}`);
      return found;
    });
  }

  /** Waits for its end. */
  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "close");
    return this.child.exitCode;
  }

  /** Tells it to stop as Ctrl+C does, and waits; by SIGTERM a service would wait for its calls to end. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGINT");
    await this.exitCode();
  }
}

/** Starts the service with a data folder below `cwd`, and signs in to it. @returns its address */
export async function startServer(cwd: string, port: number): Promise<{ server: Lianmai; url: string }> {
  const server = new Lianmai(
    ["serve", "--host", "127.0.0.1", "--port", "0", "--media-port", String(port), "--workers", "1"],
    { cwd },
  );
  const [, found = ""] = await server.prints(/"port":(\d+),"msg":"listening"/);
  const url = `http://127.0.0.1:${found}`;
  const login = new Lianmai(["login", url], { cwd });
  if ((await login.exitCode()) !== 0) throw new Error(login.output);
  return { server, url };
}
