import type { Help, OutputConfiguration } from "commander";
import { languageOf, say } from "./language.js";

/** Headings of the help, which Commander writes in English. */
const TITLES: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Commands:": "命令：",
  "Global Options:": "全局选项：",
};

/** What is wrong with a command line, as Commander says it. */
const ERRORS: readonly [RegExp, string][] = [
  [/^error: unknown command '(.*)'/, "错误：没有命令 “$1”"],
  [/^error: unknown option '(.*)'/, "错误：没有选项 “$1”"],
  [/^error: missing required argument '(.*)'/, "错误：缺少参数 $1"],
  [/^error: required option '(.*)' not specified/, "错误：缺少选项 $1"],
  [/^error: option '(.*)' argument missing/, "错误：选项 $1 缺少值"],
  [/^error: option '(.*)' argument '(.*)' is invalid\. (.*)/s, "错误：选项 $1 的值 “$2” 无效。$3"],
  [/^error: command-argument value '(.*)' is invalid for argument '(.*)'\. (.*)/s, "错误：参数 $2 的值 “$1” 无效。$3"],
  [/^error: too many arguments.*/, "错误：参数太多"],
  [/\(Did you mean one of (.*)\?\)/, "（是否想用 $1？）"],
  [/\(Did you mean (.*)\?\)/, "（是否想用 $1？）"],
  [/Allowed choices are (.*)\./, "可选：$1。"],
];

/** Help and errors in the terminal's language. */
export const helpTexts: { help: Partial<Help>; output: OutputConfiguration } = {
  help: {
    styleTitle: (title) => (languageOf(process.env) === "zh" ? (TITLES[title] ?? title) : title),
    optionDescription: ({ argChoices, defaultValue, description }) =>
      describe(description, argChoices, defaultValue === false ? undefined : defaultValue),
    argumentDescription: ({ argChoices, defaultValue, description }) => describe(description, argChoices, defaultValue),
  },
  output: {
    outputError: (text, write) => {
      const hint = say("用 --help 查看用法。", "Use --help to see how it is used.");
      write(`${translate(text).trimEnd()}\n${hint}\n`);
    },
  },
};

/** What something is for, what it may be, and what it is by default. */
function describe(description: string, choices: readonly string[] | undefined, value: unknown): string {
  const extra = [
    ...(choices === undefined ? [] : [say(`可选 ${choices.join("、")}`, `one of ${choices.join(", ")}`)]),
    ...(value === undefined ? [] : [say(`默认 ${value}`, `default ${value}`)]),
  ];
  return extra.length === 0
    ? description
    : say(`${description}（${extra.join("；")}）`, `${description} (${extra.join("; ")})`);
}

function translate(text: string): string {
  if (languageOf(process.env) !== "zh") return text;
  return ERRORS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
