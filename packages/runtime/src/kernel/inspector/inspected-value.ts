import type { InspectedValue } from "../../inspection.js";

/** What a panel can show of one value; more would take seconds to send and to draw. */
const TEXT_LIMIT = 10_000;
const ENTRIES_LIMIT = 200;
const DEPTH_LIMIT = 12;

/** Turns a value of a program into data that can be shown and sent, as it is at this moment. */
export function inspectValue(value: unknown, above: readonly object[] = []): InspectedValue {
  switch (typeof value) {
    case "string":
      return value.length <= TEXT_LIMIT
        ? { type: "string", value }
        : { type: "string", value: value.slice(0, TEXT_LIMIT), cut: true };
    case "number":
      // JSON has no word for these.
      return Number.isFinite(value) ? { type: "number", value } : { type: "other", text: String(value) };
    case "boolean":
      return { type: "boolean", value };
    case "undefined":
      return { type: "undefined" };
    case "object":
      return value === null ? { type: "null" } : inspectObject(value, above);
    case "function":
      return { type: "other", text: `ƒ ${value.name || "anonymous"}()` };
    default:
      return { type: "other", text: String(value) };
  }
}

function inspectObject(value: object, above: readonly object[]): InspectedValue {
  if (above.includes(value)) return { type: "other", text: "[Circular]" };
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === "Date") return { type: "other", text: String(value) };
  if (!Array.isArray(value) && tag !== "Object") return { type: "other", text: `[${tag}]` };
  if (above.length >= DEPTH_LIMIT) return { type: "other", text: Array.isArray(value) ? "[Array]" : "[Object]" };
  const within = [...above, value];
  const keys = Object.keys(value);
  const entries = keys.slice(0, ENTRIES_LIMIT).map((key): [string, InspectedValue] => {
    try {
      return [key, inspectValue((value as Record<string, unknown>)[key], within)];
    } catch (error) {
      // A getter of the program may throw.
      return [key, { type: "other", text: `[${String(error)}]` }];
    }
  });
  return {
    type: Array.isArray(value) ? "array" : "object",
    entries,
    ...(keys.length > ENTRIES_LIMIT ? { more: keys.length - ENTRIES_LIMIT } : {}),
  };
}
