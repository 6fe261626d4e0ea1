import { ApiError } from "./api-error.js";
import type { FieldSpec } from "./field-table.js";
import type { RawRequest } from "./signature-claim.js";
import { fieldsOfQuery } from "./validate-fields.js";

/** Of the query, but no field of an action. */
const NO_FIELDS = /^(?:Action|Version|X-.*)$/;

/**
 * The fields of a call: those of the query, of a JSON body, or of a form.
 *
 * @throws ApiError when the body is none of these, or a field comes twice
 */
export function fieldsOfRequest(
  specs: Readonly<Record<string, FieldSpec>>,
  { method, query, headers, body }: RawRequest,
): Record<string, unknown> {
  if (method !== "GET" && method !== "POST") {
    throw new ApiError("InvalidParameter", `The method must be GET or POST, and is ${method}.`);
  }
  const names = query.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw cameTwice(twice);
  const inQuery = fieldsOfQuery(specs, new Map(query.filter(([name]) => !NO_FIELDS.test(name))));
  if (body.length === 0) {
    const needed = Object.entries(specs).filter(([, { required }]) => required);
    if (method === "POST" && needed.length > 0 && Object.keys(inQuery).length === 0) {
      throw new ApiError("InvalidParameter.BodyIsEmpty", `The body is empty; it must hold ${needed[0]?.[0]} in JSON.`);
    }
    return inQuery;
  }
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(String(headers["content-type"] ?? ""));
  const inBody = isForm ? fieldsOfForm(specs, body) : fieldsOfJson(body);
  const both = Object.keys(inBody).find((name) => Object.hasOwn(inQuery, name));
  if (both !== undefined) throw cameTwice(both);
  return { ...inQuery, ...inBody };
}

function fieldsOfForm(specs: Readonly<Record<string, FieldSpec>>, body: Buffer): Record<string, unknown> {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString("utf8"))) {
    if (form.has(name)) throw cameTwice(name);
    form.set(name, value);
  }
  return fieldsOfQuery(specs, form);
}

function fieldsOfJson(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new ApiError("InvalidParameter.Unmarshal", "The body is not JSON in UTF-8.", { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ApiError("InvalidParameter.Unmarshal", "The body must be a JSON object that holds the fields by name.");
}

function cameTwice(name: string): ApiError {
  return new ApiError("InvalidParameter", `The field ${name.slice(0, 64)} comes twice; send it once.`);
}
