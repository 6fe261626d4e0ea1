import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "./main.js";
import { createProgram } from "./program.js";

let out: string;
let err: string;
beforeEach(() => {
  out = "";
  err = "";
  vi.spyOn(console, "log").mockImplementation((text) => {
    out += `${text}\n`;
  });
  vi.spyOn(console, "error").mockImplementation((text) => {
    err += `${text}\n`;
  });
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += text;
    return true;
  });
  vi.stubEnv("LIANMAI_HOME", "/nonexistent/lianmai");
  vi.stubEnv("LC_ALL", "C");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("the command", () => {
  it("shows what each command does, with examples, in both languages", () => {
    for (const language of ["C", "zh_CN.UTF-8"]) {
      vi.stubEnv("LC_ALL", language);
      for (const command of createProgram({ cwd: "/", dataDir: "/data", finish: () => {} }).commands) {
        out = "";
        command.outputHelp();
        expect(out, command.name()).toContain(language === "C" ? "Usage: " : "用法：");
        expect(out, command.name()).toMatch(language === "C" ? /Examples:\n {2}\$ / : /例：\n {2}\$ /);
        expect(command.description()).toMatch(language === "C" ? /^[A-Z]/ : /[\u4e00-\u9fff]/);
      }
    }
  });

  it("suggests what was meant", async () => {
    expect(await main(["publsh"])).toBe(2);
    expect(err).toContain("Did you mean publish?");
    vi.stubEnv("LC_ALL", "zh_CN.UTF-8");
    err = "";
    expect(await main(["publish", "--chanel", "release"])).toBe(2);
    expect(err).toContain("没有选项 “--chanel”");
    expect(err).toContain("是否想用 --channel？");
  });

  it.each([
    [["upload"], 2, /required option .*--app-changelog/],
    [["publish", "--percent", "0"], 2, /whole number from 1 to 100/],
    [["publish", "-v", "1.0"], 2, /look like 1\.2\.3/],
    [["publish", "--channel", "prod"], 2, /testing, review, release/],
    [["publish", "tt0123"], 2, /No server is named/],
    [
      ["versions", "tt0123", "--server", "http://127.0.0.1:1"],
      4,
      /not signed in to http:\/\/127\.0\.0\.1:1: run lianmai login/,
    ],
    [["login", "rtc.example.com"], 2, /address of http or https/],
    [["login", "http://127.0.0.1:1", "--data", "/nonexistent"], 2, /--secret-stdin/],
    [["settings", "tt0123", "--domain", "api.example.com"], 2, /must look like https/],
  ])("%j ends with %i and a sentence", async (args, code, sentence) => {
    expect(await main(args)).toBe(code);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n {4}at /);
  });

  it("says what the disk refuses as a sentence", async () => {
    const file = fileURLToPath(import.meta.url);
    expect(await main(["create", "my-call", "--target-dir", file])).toBe(1);
    expect(err).toMatch(/There is a file where .* needs a folder .*choose another folder/);
    expect(err).not.toMatch(/\n {4}at /);
  });

  it("tells programs what went wrong as JSON", async () => {
    expect(await main(["versions", "tt0123", "--server", "http://127.0.0.1:1", "--json"])).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "not-signed-in" } });
  });

  it("says who cannot be reached", async () => {
    vi.stubEnv("LIANMAI_TOKEN", "token");
    expect(await main(["versions", "tt0123", "--server", "http://127.0.0.1:1"])).toBe(5);
    expect(err).toMatch(/http:\/\/127\.0\.0\.1:1 cannot be reached: nothing listens there/);
  });
});
