import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { completionScript } from "./completion.js";
import { createProgram } from "./program.js";

const program = () => createProgram({ cwd: "/", dataDir: "/data", finish: () => {} });
const has = (shell: string) => spawnSync(shell, ["--version"]).error === undefined;

/** What bash would offer behind these words. */
function offered(...words: string[]): string[] {
  const script = `${completionScript(program(), "bash")}
COMP_WORDS=(lianmai ${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length}
_lianmai
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\n").filter(Boolean);
}

describe("completion", () => {
  it("offers the commands", () => {
    expect(offered("up")).toEqual(["upload"]);
    expect(offered("")).toEqual(expect.arrayContaining(["create", "dev", "publish", "get-meta", "completion"]));
  });

  it("offers the options of a command, and the values of an option", () => {
    expect(offered("publish", "--per")).toEqual(["--percent"]);
    expect(offered("publish", "--channel", "")).toEqual(["testing", "review", "release"]);
    expect(offered("create", "--template", "v")).toEqual(["video-call", "voice-room"]);
  });

  it.each(["zsh", "fish"] as const)("is a script that %s reads", (shell) => {
    const script = completionScript(program(), shell);
    for (const { name } of program().commands.map((command) => ({ name: command.name() }))) {
      expect(script).toContain(name);
    }
    if (has(shell)) execFileSync(shell, ["-n"], { input: script });
  });
});
