/**
 * How a built-in component reads one attribute of its tag. Programs pass strings where numbers are meant, leave
 * values undefined, and write attributes without a value; each kind turns whatever comes into its own type.
 */
export interface Property<T> {
  readonly initial: T;
  read(raw: unknown): T;
}

export type Properties = Record<string, Property<unknown>>;

/** The values that go with a set of properties. */
export type Values<P extends Properties> = { [K in keyof P]: P[K] extends Property<infer T> ? T : never };

/** Text; undefined and null are the initial text. */
export function text(initial = ""): Property<string> {
  return { initial, read: (raw) => (raw === undefined || raw === null ? initial : String(raw)) };
}

/** A number, also from text such as `"12"` or `"12px"`; what is none is the initial number. */
export function number(initial: number): Property<number> {
  return {
    initial,
    read(raw) {
      const value = typeof raw === "string" ? Number.parseFloat(raw) : raw;
      return typeof value === "number" && Number.isFinite(value) ? value : initial;
    },
  };
}

/**
 * A switch. An attribute without a value is on, undefined is the initial value, and text is on as in JavaScript,
 * except for `"false"`, which nobody writes to mean yes.
 */
export function flag(initial = false): Property<boolean> {
  return {
    initial,
    read: (raw) => (raw === undefined || raw === null ? initial : raw !== "false" && Boolean(raw)),
  };
}

/** One of some words; another word is the initial one. */
export function choice<const T extends string>(initial: NoInfer<T>, words: readonly T[]): Property<T> {
  return { initial, read: (raw) => words.find((word) => word === raw) ?? initial };
}

/** A value taken as it is. */
export function any<T = unknown>(initial: T): Property<T> {
  return { initial, read: (raw) => (raw === undefined ? initial : (raw as T)) };
}
