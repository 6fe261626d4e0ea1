import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { closestName } from "./closest-name.js";
import type { Knob } from "./knob.js";
import { KNOBS, SETTING_NAMES, type SettingName } from "./knobs.js";

export interface ConfigText {
  values: Partial<Record<SettingName, unknown>>;
  /** One sentence for each, with its place. */
  problems: string[];
}

/**
 * Reads settings in JSON with comments. Names may be nested as objects or written with dots; both mean the same.
 *
 * @param file its name, for the problems
 */
export function readConfigText(text: string, file: string): ConfigText {
  const values: ConfigText["values"] = {};
  const problems: string[] = [];
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const report = (offset: number, problem: string) => problems.push(`${file}:${placeOf(text, offset)}: ${problem}`);
  for (const { error, offset } of errors) report(offset, `the text is no JSON: ${printParseErrorCode(error)}`);
  if (errors.length > 0) return { values, problems };
  if (root?.type !== "object") {
    report(root?.offset ?? 0, "the settings must be one object: { ... }");
    return { values, problems };
  }
  const seen = new Set<string>();
  const walk = (node: Node, prefix: string) => {
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (key === undefined || value === undefined) continue;
      const name = prefix + String(key.value);
      if (isSetting(name)) {
        if (seen.has(name)) report(key.offset, `${name} is set twice`);
        seen.add(name);
        const given: unknown = toValue(value);
        const knob: Knob<unknown> = KNOBS[name];
        if (knob.accepts(given)) values[name] = given;
        else report(value.offset, `${name} must be ${knob.range}, and is ${shorten(JSON.stringify(given))}`);
      } else if (value.type === "object" && SETTING_NAMES.some((one) => one.startsWith(`${name}.`))) {
        walk(value, `${name}.`);
      } else {
        const close = closestName(name, SETTING_NAMES);
        report(key.offset, `there is no setting ${name}${close === undefined ? "" : `; did you mean ${close}?`}`);
      }
    }
  };
  walk(root, "");
  return { values, problems };
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(KNOBS, name);
}

function toValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(toValue);
  if (node.type !== "object") return node.value;
  return Object.fromEntries(
    (node.children ?? []).map(({ children: [key, value] = [] }) => [key?.value, value && toValue(value)]),
  );
}

/** Line and column, from 1. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
