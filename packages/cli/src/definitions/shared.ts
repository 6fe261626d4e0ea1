import { resolve } from "node:path";
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import { folder } from "../commands/parse.js";
import { say } from "../terminal/language.js";

/** What the commands are given of their surroundings. */
export interface ProgramContext {
  /** The folder that relative paths start from, absolute. */
  cwd: string;
  /** Where data are kept unless --data says otherwise, absolute. */
  dataDir: string;
  /** Sets what the process ends with, where that is not 0. */
  finish(code: number): void;
}

export function withData(command: Command, { cwd, dataDir }: ProgramContext): Command {
  const absolute = (value: string) => resolve(cwd, value);
  return command.option("--data <folder>", say("数据文件夹", "folder for data"), absolute, dataDir);
}

export function withJson(command: Command): Command {
  return command.option("--json", say("以 JSON 输出，供程序读取", "print JSON, for programs"), false);
}

export function withServer(command: Command): Command {
  return command.option(
    "--server <address>",
    say(
      "服务器地址；默认为 LIANMAI_SERVER、lianmai.json 或唯一登录过的服务器",
      "address of the server; by default LIANMAI_SERVER, lianmai.json or the only one signed in to",
    ),
  );
}

export function withProject(command: Command): Command {
  return command.argument("[project]", say("小程序项目文件夹", "folder of the mini-program project"), ".");
}

/** The project's folder, which has to exist. */
export function projectFolder(value: string, { cwd }: ProgramContext): string {
  return folder(value, cwd);
}

/** The examples behind a command's help. */
export function examples(lines: readonly string[]): string {
  return `\n${say("例：", "Examples:")}\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}

/** An option with a value out of a list. */
export function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

/** Collects a value that may be repeated. */
export function repeated(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** Collects `ORIGIN` or `ORIGIN=URL`. */
export function domains(value: string, earlier: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = value.indexOf("=");
  const [origin, target] = at < 0 ? [value, ""] : [value.slice(0, at), value.slice(at + 1)];
  if (/^https?:\/\/[^/]+\/?$/.test(origin) && (at < 0 || /^https?:\/\//.test(target))) {
    return { ...earlier, [new URL(origin).origin]: target };
  }
  throw new InvalidArgumentError(
    say(
      "应形如 https://api.example.com 或 https://api.example.com=http://127.0.0.1:3001",
      "It must look like https://api.example.com or https://api.example.com=http://127.0.0.1:3001.",
    ),
  );
}

export function percent(value: string): number {
  const number = Number(value.replace(/%$/, ""));
  if (Number.isInteger(number) && number >= 1 && number <= 100) return number;
  throw new InvalidArgumentError(say("应为 1 到 100 的整数。", "It must be a whole number from 1 to 100."));
}

/** A version that one chooses oneself. */
export function appVersion(value: string): string {
  if (/^\d{1,5}\.\d{1,5}\.\d{1,5}$/.test(value)) return value;
  throw new InvalidArgumentError(say("应形如 1.2.3", "It must look like 1.2.3."));
}

/** Only what was given, for options that must not be there as undefined. */
export function given<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
