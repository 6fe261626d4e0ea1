import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { Failure } from "./failure.mjs";

/**
 * Runs a command to its end and hands back what it printed on standard output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env] The whole environment, not an addition to ours.
 * @param {number} [options.timeout] Milliseconds after which the command is ended; none by default.
 * @param {string} [options.log] A file that all output is appended to.
 * @param {(line: string) => void} [options.onLine] Told every line of standard output and standard error.
 * @param {"first" | "last"} [options.show] Which lines of a failed command's output say what is wrong. Default "last".
 * @param {number} [options.lines] How many of them. Default 15.
 * @returns {Promise<string>}
 * @throws {Failure} When the command cannot be started, runs out of time, or exits with another code than 0.
 */
export async function run(command, args, { cwd, env, timeout, log, onLine, show = "last", lines: limit = 15 } = {}) {
  const child = spawn(command, args, { cwd, env, timeout, stdio: ["ignore", "pipe", "pipe"] });
  const file = log === undefined ? undefined : createWriteStream(log, { flags: "a" });
  file?.write(`\n$ ${[command, ...args].join(" ")}\n`);
  const shown = [];
  const keepLine = (line) => {
    if (show === "last" || shown.length < limit) shown.push(line);
    if (shown.length > limit) shown.shift();
  };
  let stdout = "";
  const take = (stream, keep) => {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      if (keep) stdout += text;
      file?.write(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        keepLine(line);
        onLine?.(line);
      }
    });
    stream.on("end", () => {
      if (rest !== "") keepLine(rest);
    });
  };
  take(child.stdout, true);
  take(child.stderr, false);
  try {
    const { code, signal } = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve({ code, signal }));
    });
    if (code === 0) return stdout;
    const how = code === null ? `was ended by ${signal}` : `exited with code ${code}`;
    throw new Failure(`\`${[command, ...args].join(" ")}\` ${how}.`, { detail: shown.join("\n") });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`\`${command}\` could not be started: ${error.message}`, { cause: error });
  } finally {
    file?.end();
  }
}
