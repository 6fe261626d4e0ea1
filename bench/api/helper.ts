import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../../e2e/harness/root.js";

/** Arguments of `chrt`. */
const SCHEDULING = { idle: ["--idle", "0"], realtime: ["--rr", "1"] } as const;

/** A part of the measurement that runs in a process of its own: takes orders as messages and answers each. */
export class Helper<Order extends object, Answer> {
  private constructor(private readonly child: ChildProcess) {}

  /**
   * @param name of the source in bench/api
   * @param scheduling `idle`: has a processor only while nobody else wants it. `realtime`: has one as soon as it wants
   * it. All threads of the process have it, as it has it before they start. Niceness would not do: the scheduler of
   * Linux lets who has just got a processor keep it for a millisecond or two, whoever else wants it.
   * @throws Error when the system does not allow it
   */
  static async start<Order extends object, Answer>(
    name: string,
    target: object,
    scheduling: keyof typeof SCHEDULING,
  ): Promise<Helper<Order, Answer>> {
    // Beside this bundle, so that it finds the same packages.
    const script = join(import.meta.dirname, `api-${name}.mjs`);
    await build({
      entryPoints: [join(root, "bench", "api", `${name}.ts`)],
      outfile: script,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      logLevel: "warning",
    });
    const child = fork(script, [JSON.stringify(target)], {
      execPath: "chrt",
      execArgv: [...SCHEDULING[scheduling], process.execPath],
    });
    const helper = new Helper<Order, Answer>(child);
    await helper.next(name);
    return helper;
  }

  async ask(order: Order): Promise<Answer> {
    this.child.send(order);
    return (await this.next("answer")) as Answer;
  }

  stop(): void {
    this.child.kill();
  }

  private async next(what: string): Promise<unknown> {
    const ended = new AbortController();
    try {
      return await Promise.race([
        once(this.child, "message", { signal: ended.signal }).then(([message]) => message as unknown),
        once(this.child, "exit", { signal: ended.signal }).then(([code]) => {
          throw new Error(`a process of the measurement ended with ${code} before its ${what}`);
        }),
      ]);
    } finally {
      ended.abort();
    }
  }
}
