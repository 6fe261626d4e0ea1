import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, until } from "./harness/index.js";

const COMMAND = join(root, "packages", "cli", "bin", "lianmai.js");
const ENV = { ...process.env, LANG: "C", LC_ALL: "C", NO_COLOR: "1" };

/** The command as a person runs it, with what it has printed. */
class Run {
  readonly child: ChildProcess;
  output = "";

  constructor(args: string[]) {
    this.child = spawn(process.execPath, [COMMAND, ...args], {
      cwd: root,
      env: ENV,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    }
  }

  /** Waits until it has printed this. */
  prints(pattern: RegExp): Promise<RegExpExecArray> {
    return until(`the command prints ${pattern}`, () => pattern.exec(this.output));
  }

  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "close");
    return this.child.exitCode;
  }
}

describe("lianmai dev", () => {
  let folder: string;
  let template: string;
  let run: Run;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lianmai-cli-"));
    await cp(join(root, "examples", "video-call"), join(folder, "project"), { recursive: true });
    template = join(folder, "project", "pages", "home", "home.ttml");
    const backEnd = `https://rtc-demo.example.com=${join(root, "examples", "backend")}`;
    const data = join(folder, "data");
    run = new Run([
      ...["dev", join(folder, "project"), "--host", "127.0.0.1", "--port", "0"],
      ...["--data", data, "--back-end", backEnd],
    ]);
    [, url = ""] = await run.prints(/This machine +(http:\S+)/);
  });
  afterAll(async () => {
    run.child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  it("says where it is, and answers there", async () => {
    expect((await fetch(url)).status).toBe(200);
    expect(await (await fetch(new URL("healthz", url))).json()).toMatchObject({ status: "ok" });
    expect(run.output).toMatch(/AppId +[0-9a-f]{24}/);
  });

  it("shows file, line and column of a mistake, goes on with the version before, and sees it mended", async () => {
    const info = async () => await (await fetch(new URL("__dev/info", url))).json();
    const before = await info();
    const good = await readFile(template, "utf8");
    await writeFile(template, good.replace("</view>", "</text>"));
    await run.prints(/✗ Mini-program/);
    await run.prints(/pages\/home\/home\.ttml:\d+:\d+/);
    await run.prints(/The previous version keeps running/);
    expect(await info()).toEqual(before);
    const ticks = run.output.split("✓ Mini-program").length;
    await writeFile(template, good);
    await until("the compilation succeeds again", () => run.output.split("✓ Mini-program").length > ticks);
  });

  it("lets another start with the same port fail with a sentence, and is not disturbed", async () => {
    const { port } = new URL(url);
    const other = new Run(["dev", join(folder, "project"), "--host", "127.0.0.1", "--port", port, "--data", folder]);
    expect(await other.exitCode()).toBe(1);
    expect(other.output).toContain(`port ${port} is in use`);
    expect(other.output).not.toMatch(/\n {4}at /);
    expect((await fetch(url)).status).toBe(200);
  });

  it("stops everything when it is told to", async () => {
    run.child.kill("SIGTERM");
    expect(await run.exitCode()).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe("wrong arguments", () => {
  it.each([
    [["dev", "no-such-folder"], /There is no folder .*no-such-folder/],
    [["dev", "--port", "http"], /whole number from 0 to 65535/],
    [["dev", "--rewrite", "api.example.com"], /must look like https:\/\/api\.example\.com=/],
    [["token", "--room", "a b", "--user", "u"], /1 to 128 characters/],
    [["token", "--room", "r"], /required option .*--user/],
    [["start"], /unknown command 'start'/],
  ])("%j get a sentence", async (args, sentence) => {
    const run = new Run(args);
    expect(await run.exitCode()).toBe(2);
    expect(run.output).toMatch(sentence);
    expect(run.output).not.toMatch(/\n {4}at /);
  });
});
