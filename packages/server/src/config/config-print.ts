import type { Knob } from "./knob.js";
import { KNOBS, SETTING_NAMES, type SettingName } from "./knobs.js";
import { type LoadedSettings, variableOf } from "./settings.js";

/** A file with every setting at its default, and what each does in both languages. */
export function exampleConfig(): string {
  const head = [
    "// lianmai serve --config <此文件>。每一项都是默认值，可删去不改的；相应的环境变量写在最后。",
    "// lianmai serve --config <this file>. Everything is at its default, and what is not changed may be left out.",
    "// The variable of the environment at the end of each comes before the file, the command line before both.",
  ];
  return nested(head, (name) => {
    const knob: Knob<unknown> = KNOBS[name];
    return {
      value: knob.default,
      before: [`// ${knob.zh}`, `// ${knob.en}. It must be ${knob.range}. ${variableOf(name)}`],
    };
  });
}

/** The settings in force and where each came from, in the form of the file. No secret is among them. */
export function printConfig({ settings, sources }: LoadedSettings): string {
  return nested([], (name) => ({ value: withoutPassword(settings[name]), after: ` // ${sources[name]}` }));
}

interface Line {
  value: unknown;
  before?: string[];
  after?: string;
}

/** Writes all settings as nested objects. */
function nested(head: readonly string[], describe: (name: SettingName) => Line): string {
  const lines: string[] = [...head, "{"];
  let open: string[] = [];
  for (const [index, name] of SETTING_NAMES.entries()) {
    const groups = name.split(".").slice(0, -1);
    const key = name.split(".").at(-1) ?? name;
    let common = 0;
    while (common < open.length && open[common] === groups[common]) common += 1;
    for (let depth = open.length; depth > common; depth -= 1) lines.push(`${"  ".repeat(depth)}},`);
    for (let depth = common; depth < groups.length; depth += 1) {
      lines.push(`${"  ".repeat(depth + 1)}${JSON.stringify(groups[depth])}: {`);
    }
    open = groups;
    const indent = "  ".repeat(groups.length + 1);
    const { value, before = [], after = "" } = describe(name);
    for (const line of before) lines.push(indent + line);
    const following = SETTING_NAMES[index + 1]?.split(".").slice(0, -1);
    const isLast = following === undefined || groups.some((group, depth) => following[depth] !== group);
    lines.push(`${indent}${JSON.stringify(key)}: ${inOneLine(value)}${isLast ? "" : ","}${after}`);
  }
  for (let depth = open.length; depth > 0; depth -= 1) lines.push(`${"  ".repeat(depth)}}`);
  lines.push("}", "");
  return lines.join("\n");
}

function inOneLine(value: unknown): string {
  return Array.isArray(value) ? `[${value.map((one) => JSON.stringify(one)).join(", ")}]` : JSON.stringify(value);
}

/** A URL can have a name and password in it. */
function withoutPassword(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/^(https?:\/\/)[^/@\s]*@/, "$1***@") : value;
}
