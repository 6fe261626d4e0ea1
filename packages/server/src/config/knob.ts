/** One setting: what it may be, what it is by default, and what it does. */
export interface Knob<T> {
  readonly default: T;
  /** What it may be, as the end of "must be ...". */
  readonly range: string;
  /** What it does, with its unit; in Chinese and in English. */
  readonly zh: string;
  readonly en: string;
  /** @returns whether a value of the file may be */
  accepts(value: unknown): value is T;
  /** A text of the environment as a value; undefined when it is none. */
  parse(text: string): unknown;
}

type Texts = Pick<Knob<unknown>, "zh" | "en">;

/** A number, whole unless `fraction` is set. */
export function number(
  options: Texts & { default: number; min: number; max: number; fraction?: boolean },
): Knob<number> {
  const { min, max, fraction = false } = options;
  return {
    ...options,
    range: `${fraction ? "a number" : "a whole number"} from ${min} to ${max}`,
    accepts: (value): value is number =>
      typeof value === "number" && (fraction || Number.isInteger(value)) && value >= min && value <= max,
    parse: (text) => (text.trim() === "" ? undefined : Number(text)),
  };
}

export function flag(options: Texts & { default: boolean }): Knob<boolean> {
  return {
    ...options,
    range: "true or false",
    accepts: (value): value is boolean => typeof value === "boolean",
    parse: (text) => ({ true: true, false: false })[text],
  };
}

/** @param options.pattern that it must match, as `options.range` says in words */
export function text(options: Texts & { default: string; range: string; pattern?: RegExp }): Knob<string> {
  const { pattern = /^[^\0]+$/ } = options;
  return {
    ...options,
    accepts: (value): value is string => typeof value === "string" && pattern.test(value),
    parse: (given) => given,
  };
}

export function choice<T extends string>(options: Texts & { default: T; choices: readonly T[] }): Knob<T> {
  return {
    ...options,
    range: `one of ${options.choices.map((one) => JSON.stringify(one)).join(", ")}`,
    accepts: (value): value is T => options.choices.some((one) => one === value),
    parse: (given) => given,
  };
}

export function list<T>(
  options: Texts & { default: readonly T[]; of: Pick<Knob<T>, "range" | "accepts" | "parse">; most: number },
): Knob<readonly T[]> {
  const { of, most } = options;
  return {
    ...options,
    range: `a list of at most ${most}, each ${of.range}`,
    accepts: (value): value is readonly T[] =>
      Array.isArray(value) && value.length <= most && value.every((one) => of.accepts(one)),
    parse: (given) => (given.trim() === "" ? [] : given.split(",").map((one) => of.parse(one.trim()))),
  };
}

/** The same, or null for what the service finds by itself or does without. */
export function optional<T>({
  zh,
  en,
  of,
}: Texts & { of: Pick<Knob<T>, "range" | "accepts" | "parse"> }): Knob<T | null> {
  return {
    zh,
    en,
    default: null,
    range: `null or ${of.range}`,
    accepts: (value): value is T | null => value === null || of.accepts(value),
    parse: (given) => (given === "" || given === "null" ? null : of.parse(given)),
  };
}
