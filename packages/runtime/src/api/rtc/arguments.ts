import { ID_PATTERN } from "@lianmai/protocol";
import { RtcApiError } from "./errors.js";

/** The options of one call as the program passed them: anything at all. */
export type Options = Readonly<Record<string, unknown>>;

/** Options that are no object are refused here, before any field is read. */
export function toOptions(value: unknown): Options {
  if (value === undefined || value === null) return {};
  if (typeof value === "object") return value as Options;
  throw RtcApiError.badParameter(`params should be object, but got ${typeof value}`);
}

export function stringField(options: Options, field: string): string {
  const value = options[field];
  if (typeof value !== "string") throw wrongType(field, "string", value);
  return value;
}

/** A room or user id. */
export function idField(options: Options, field: string): string {
  const value = stringField(options, field);
  if (ID_PATTERN.test(value)) return value;
  const shown = value.length > 40 ? `${value.slice(0, 40)}... (${value.length} characters)` : value;
  throw RtcApiError.badParameter(
    `params.${field} should be 1 to 128 characters out of letters, digits, "@", ".", "_" and "-", but got "${shown}"`,
  );
}

export function tokenField(options: Options): string {
  const value = stringField(options, "token");
  if (value === "") throw RtcApiError.badParameter("params.token should not be empty");
  return value;
}

export function booleanField(options: Options, field: string, path = "params"): boolean {
  const value = options[field];
  if (typeof value !== "boolean") throw wrongType(field, "boolean", value, path);
  return value;
}

/** `state`: 1 turns on, 0 turns off. */
export function stateField(options: Options): boolean {
  const value = options.state;
  if (value === 1 || value === 0) return value === 1;
  throw RtcApiError.badParameter(`expect params.state to be one of 0, 1, but got ${show(value)}`);
}

export function choiceField<Choice extends string>(
  options: Options,
  field: string,
  choices: readonly Choice[],
  errorCode?: number,
): Choice {
  const value = options[field];
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const list = choices.map((choice) => `"${choice}"`).join(", ");
  throw RtcApiError.badParameter(`expect params.${field} to be one of ${list}, but got ${show(value)}`, errorCode);
}

/** A whole number of at least 1; undefined where the field is missing. */
export function countField(options: Options, field: string, path: string): number | undefined {
  const value = options[field];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw RtcApiError.badParameter(`${path}.${field} should be a whole number of at least 1, but got ${show(value)}`);
}

/** A number from `least` to `most`; `fallback` where the field is missing, if there is one. */
export function rangeField(options: Options, field: string, least: number, most: number, fallback?: number): number {
  const value = options[field] === undefined && fallback !== undefined ? fallback : options[field];
  if (typeof value !== "number") throw wrongType(field, "number", value);
  if (value >= least && value <= most) return value;
  throw RtcApiError.badParameter(`params.${field} should be from ${least} to ${most}, but got ${value}`);
}

/** What a message in a room can be: text, or bytes. */
export function messageField(options: Options): string | ArrayBuffer | ArrayBufferView {
  const { message } = options;
  if (typeof message === "string" || ArrayBuffer.isView(message)) return message;
  // By its name and not its class: the buffer may be of another frame's making.
  if (Object.prototype.toString.call(message) === "[object ArrayBuffer]") return message as ArrayBuffer;
  throw wrongType("message", "string or ArrayBuffer", message);
}

function wrongType(field: string, type: string, value: unknown, path = "params"): RtcApiError {
  const got = value === null ? "null" : typeof value;
  return RtcApiError.badParameter(`${path}.${field} should be ${type}, but got ${got}`);
}

function show(value: unknown): string {
  return typeof value === "object" && value !== null ? "object" : String(value);
}
