import { join, resolve } from "node:path";
import { CommanderError } from "commander";
import { CommandError, EXIT, exitCodeOf, UsageError } from "./errors.js";
import { fileFailure } from "./file-failure.js";
import { createProgram } from "./program.js";
import { palette } from "./terminal/colour.js";

export interface MainOptions {
  /** The folder that relative paths start from. Default: the current one. */
  cwd?: string;
  /** The folder that holds `.lianmai`, unless --data names another. Default: `cwd`. */
  dataParent?: string;
}

/** Errors whose message is a sentence for people; anything else is a fault of ours and shows its stack. */
const FOR_PEOPLE = new Set([
  "UsageError",
  "CommandError",
  "ListenError",
  "StoreError",
  "DevServerError",
  "MediaStartError",
  "ConfigError",
]);

/**
 * The `lianmai` command. It has an entry of its own in the package, because the package's index also loads what only the
 * simulator needs.
 *
 * @param args What follows the command's name.
 * @returns The exit code, when the command is done: for `dev` and `serve`, when they were told to stop.
 */
export async function main(args: readonly string[], options: MainOptions = {}): Promise<number> {
  const cwd = resolve(options.cwd ?? process.cwd());
  let code: number = EXIT.done;
  const finish = (value: number) => {
    code = value;
  };
  const program = createProgram({ cwd, dataDir: join(resolve(options.dataParent ?? cwd), ".lianmai"), finish });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (thrown) {
    // Commander has said it already: help, version, or what is wrong with an option.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
    const error = fileFailure(thrown) ?? thrown;
    if (args.includes("--json")) console.log(JSON.stringify({ error: describe(error) }));
    const { red } = palette(process.stderr);
    const known = error instanceof Error && FOR_PEOPLE.has(error.name);
    const text = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
    console.error(`${red("✗")} ${text}`);
    return exitCodeOf(error);
  }
}

/** A failure for programs: a word that does not change, and the sentence. */
function describe(error: unknown): { code: string; message: string } {
  if (error instanceof CommandError) return { code: error.code, message: error.message };
  if (error instanceof UsageError) return { code: "usage", message: error.message };
  return { code: "failed", message: error instanceof Error ? error.message : String(error) };
}
