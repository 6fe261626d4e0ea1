import type { Definition } from "../core/definition.js";
import { objectMembers } from "./objects.js";

/** Attributes by component tag; `true` where the component exists and its attributes are not known. */
export type ComponentTable = Readonly<Record<string, readonly string[] | true>>;

/**
 * Answers `tt.canIUse`: `function`, `function.object.option.value`, `function.success.field`, `Object.member`,
 * `component.attribute.value`. Only what is known to work counts: a refused function is none that can be used, and a
 * name that is in no table is answered with no.
 */
export function answerCanIUse(
  schema: string,
  definitions: Readonly<Record<string, Definition>>,
  components: ComponentTable,
): boolean {
  const [name = "", ...path] = schema.split(".");
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition) return definition.support !== "refused" && hasPart(definition, path);
  const members = Object.hasOwn(objectMembers, name) ? objectMembers[name] : undefined;
  if (members) return path.length === 0 || (path.length === 1 && members.includes(path[0] ?? ""));
  const attributes = Object.hasOwn(components, name) ? components[name] : undefined;
  if (!attributes) return false;
  return path.length === 0 || attributes === true || attributes.includes(path[0] ?? "");
}

function hasPart({ options, results }: Definition, path: string[]): boolean {
  const [side, name, value, ...more] = path;
  if (side === undefined) return true;
  if (more.length > 0) return false;
  if (side === "object") {
    if (name === undefined) return options !== undefined;
    if (["success", "fail", "complete"].includes(name)) return options !== undefined && value === undefined;
    const rule = options && Object.hasOwn(options, name) ? options[name] : undefined;
    return rule !== undefined && (value === undefined || (rule.kind.choices?.includes(value) ?? false));
  }
  if (["success", "return", "callback"].includes(side)) {
    return name === undefined || (value === undefined && (name === "errMsg" || (results?.includes(name) ?? false)));
  }
  return false;
}
