import { ApiError } from "./errors.js";

/** A kind of value that an option may have. */
export interface Kind<T> {
  /** As it stands in messages: `string`, `one of "a", "b"`. */
  readonly description: string;
  /** The only values there are; for `canIUse`. */
  readonly choices?: readonly unknown[];
  accepts(value: unknown): value is T;
}

/** What one option must be. */
export interface Rule<T> {
  readonly kind: Kind<unknown>;
  /** @throws {ApiError} in the platform's words, with `path` such as `params.title` */
  read(value: unknown, path: string): T;
}
export interface RequiredRule<T> extends Rule<T> {
  readonly presence: "required";
}
export interface OptionalRule<T> extends Rule<T> {
  readonly presence: "optional";
}

export type Rules = Record<string, Rule<unknown>>;
type ValueOf<R> = R extends Rule<infer T> ? T : never;

/** Options as a function gets them: checked, and with defaults. */
export type Checked<R extends Rules> = { [K in keyof R]: ValueOf<R[K]> };

/** Options as a program may pass them. */
export type Passed<R extends Rules> = {
  [K in keyof R as R[K] extends RequiredRule<unknown> ? K : never]: ValueOf<R[K]>;
} & { [K in keyof R as R[K] extends OptionalRule<unknown> ? K : never]?: ValueOf<R[K]> | undefined | null };

function kind<T>(description: string, accepts: (value: unknown) => boolean, choices?: readonly unknown[]): Kind<T> {
  return {
    description,
    accepts: (value): value is T => accepts(value),
    ...(choices ? { choices } : {}),
  };
}

export const string = kind<string>("string", (value) => typeof value === "string");
export const number = kind<number>("number", (value) => typeof value === "number" && !Number.isNaN(value));
export const boolean = kind<boolean>("boolean", (value) => typeof value === "boolean");
export const record = kind<object>("object", (value) => typeof value === "object" && value !== null);
export const anything = kind<unknown>("any", () => true);
export const strings = kind<string[]>("string array", (value) => {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
});
export const binary = kind<ArrayBuffer>("ArrayBuffer", isArrayBuffer);

export function choice<const C extends readonly unknown[]>(...choices: C): Kind<C[number]> {
  const list = choices.map((one) => JSON.stringify(one)).join(", ");
  return kind<C[number]>(`one of ${list}`, (value) => choices.includes(value), choices);
}

/** An option that must be there. `null` counts as absent, as on the platform. */
export function required<T>(of: Kind<T>): RequiredRule<T> {
  return {
    presence: "required",
    kind: of,
    read(value, path) {
      if (value !== null && value !== undefined && of.accepts(value)) return value;
      throw ApiError.parameter(`${path} should be ${of.description}, but got ${show(value)}`);
    },
  };
}

/** An option with a default; `undefined` and `null` count as absent. */
export function optional<T>(of: Kind<T>): OptionalRule<T | undefined>;
export function optional<T, D extends T>(of: Kind<T>, fallback: D): OptionalRule<T>;
export function optional<T>(of: Kind<T>, fallback?: T): OptionalRule<T | undefined> {
  return {
    presence: "optional",
    kind: of,
    read: (value, path) => (value === undefined || value === null ? fallback : required(of).read(value, path)),
  };
}

/**
 * Checks options in the order of the rules.
 *
 * @throws {ApiError} for the first one that is wrong
 */
export function checkOptions<R extends Rules>(rules: R, options: unknown): Checked<R> {
  const given = toRecord(options);
  const checked: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(rules)) checked[name] = rule.read(given[name], `params.${name}`);
  return checked as Checked<R>;
}

/** Absent options are empty ones; anything that is no object is refused. */
export function toRecord(options: unknown): Record<string, unknown> {
  if (options === undefined || options === null) return {};
  if (typeof options === "object") return options as Record<string, unknown>;
  throw ApiError.parameter(`params should be object, but got ${show(options)}`);
}

/** Of whichever realm: a buffer may come from another frame. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === "[object ArrayBuffer]";
}

/** A wrong value, short enough for a message. */
export function show(value: unknown): string {
  if (typeof value === "string") return value.length > 60 ? `${value.slice(0, 60)}...` : value === "" ? '""' : value;
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "array" : "object";
  return typeof value === "function" ? "function" : String(value);
}
