import { ApiError, type ApiErrorCode } from "./api-error.js";
import type { FieldSpec } from "./field-table.js";

/** Fields that are missing and have a code of their own. */
const MISSING: Readonly<Record<string, ApiErrorCode>> = {
  AppId: "MissingParameter.NoAppId",
  RoomId: "MissingParameter.NoRoomId",
  UserId: "MissingParameter.NoUserId",
  Token: "MissingParameter.NoToken",
};

const MAX_I32 = 2 ** 31 - 1;

/** Characters of a text: longer than any that an action takes, so that none has to carry what is meant for nobody. */
const LONGEST_TEXT = 4_096;
/** A message of 64 KB as Base64 has 88 thousand characters; the action knows the exact bound. */
const LONGEST_MESSAGE = 128 * 1024;
/** Items of a list: more than any action takes. */
const LONGEST_LIST = 1_000;

type Specs = Readonly<Record<string, FieldSpec>>;

/**
 * Holds fields against the table. `null` and, for texts, `""` count as left out, as clients send what was not set.
 *
 * @param specs what there may be
 * @param given fields of a JSON body
 * @returns the fields that are there
 * @throws ApiError that names the first field that is unknown, in another letter case, missing or of the wrong type
 */
export function validateFields(specs: Specs, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return validateObject(specs, given, "");
}

/**
 * Turns fields of a query, which are all texts, into what the table says they are; what cannot be turned is left for
 * `validateFields` to name.
 */
export function fieldsOfQuery(specs: Specs, query: ReadonlyMap<string, string>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, text] of query) {
    const type = Object.hasOwn(specs, name) ? specs[name]?.type : undefined;
    fields[name] = type === undefined || type === "str" || text === "" ? text : fromText(type, text);
  }
  return fields;
}

function fromText(type: FieldSpec["type"], text: string): unknown {
  if (type === "bool") return text === "true" ? true : text === "false" ? false : text;
  if (type === "i32" || type === "i64" || type === "f32") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  return text;
}

function validateObject(specs: Specs, given: Readonly<Record<string, unknown>>, path: string): Record<string, unknown> {
  for (const name of Object.keys(given)) if (!Object.hasOwn(specs, name)) throw unknownField(specs, name, path);
  const fields: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null || value === "") {
      if (spec.required) throw missingField(name, path);
      continue;
    }
    fields[name] = validateValue(spec, value, path + name);
  }
  return fields;
}

function validateValue(spec: FieldSpec, value: unknown, path: string): unknown {
  switch (spec.type) {
    case "str":
      return typeof value === "string" ? short(path, value) : wrongType(path, "a text", value);
    case "bool":
      return typeof value === "boolean" ? value : wrongType(path, "true or false", value);
    case "i32":
      return Number.isInteger(value) && Math.abs(value as number) <= MAX_I32
        ? value
        : wrongType(path, "a whole number of 32 bits", value);
    case "i64":
      return Number.isSafeInteger(value) ? value : wrongType(path, "a whole number", value);
    case "f32":
      return typeof value === "number" && Number.isFinite(value) ? value : wrongType(path, "a number", value);
    case "object":
      return isObject(value)
        ? validateObject(spec.fields ?? {}, value, `${path}.`)
        : wrongType(path, "an object", value);
    default:
      if (!Array.isArray(value)) return wrongType(path, "a list in a JSON body", value);
      if (value.length > LONGEST_LIST) throw tooLong(path, LONGEST_LIST, "items");
      return value.map((item: unknown, index) => validateValue(itemSpec(spec), item, `${path}[${index}]`));
  }
}

function short(path: string, text: string): string {
  const longest = path === "Message" ? LONGEST_MESSAGE : LONGEST_TEXT;
  if (text.length > longest) throw tooLong(path, longest, "characters");
  return text;
}

function tooLong(path: string, longest: number, of: string): ApiError {
  return new ApiError("InvalidParameter.SizeOverLimit", `${path} may have at most ${longest} ${of}.`);
}

function itemSpec({ type, fields }: FieldSpec): FieldSpec {
  if (type === "object[]") return { type: "object", fields };
  if (type === "[]int32") return { type: "i32" };
  return { type: type === "[]float32" ? "f32" : "str" };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongType(path: string, wanted: string, value: unknown): never {
  const got = Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
  throw new ApiError("InvalidParameter.Unmarshal", `${path} must be ${wanted}, and is ${got}.`);
}

function missingField(name: string, path: string): ApiError {
  const code = path === "" && Object.hasOwn(MISSING, name) ? MISSING[name] : undefined;
  return new ApiError(code ?? "MissingParameter", `The field ${path}${name} is required, and is missing or empty.`);
}

function unknownField(specs: Specs, name: string, path: string): ApiError {
  const close = Object.keys(specs).find((known) => known.toLowerCase() === name.toLowerCase());
  const known = Object.keys(specs).join(", ");
  const place = `${path}${name.slice(0, 64)}`;
  return new ApiError(
    "InvalidParameter",
    close === undefined
      ? `There is no field ${place} here; the fields are ${known === "" ? "none" : known}.`
      : `There is no field ${place}: names are case-sensitive, and this one is ${path}${close}.`,
  );
}
