/** Something in a value that is no data and therefore does not reach the view. */
export interface Dropped {
  /** Where it was, such as `user.avatar` or `list[3].onTap`. */
  path: string;
  what: string;
}

/** Deeper than any sensible data; a plain check stops here and lets the careful one look for cycles. */
const MAX_PLAIN_DEPTH = 32;
/** A graph of more nodes than this is an object from outside, not data of a page. */
const MAX_NODES = 200_000;

/** Whether a value is plain data, which may be copied without a second look: JSON values and undefined. */
export function isPlainData(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "function" && typeof value !== "symbol";
  if (depth > MAX_PLAIN_DEPTH) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isPlainData(value[index], depth + 1)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) if (!isPlainData((value as Record<string, unknown>)[key], depth + 1)) return false;
  return true;
}

/**
 * Copies what is data in a value, as the bridge between the two layers of a mini-program does: functions, symbols,
 * objects of the browser and repetitions of an object inside itself are left out and listed, dates become text.
 *
 * @param path How the value is called in what is listed.
 */
export function copyData(value: unknown, path: string): { copy: unknown; dropped: Dropped[] } {
  const dropped: Dropped[] = [];
  const ancestors = new Set<object>();
  let nodes = 0;

  function visit(node: unknown, at: string): unknown {
    if (typeof node === "function" || typeof node === "symbol") return drop(at, typeof node);
    if (typeof node !== "object" || node === null) return node;
    if (ancestors.has(node)) return drop(at, "cyclic reference");
    if (++nodes > MAX_NODES) return drop(at, "part of more than 200,000 objects");
    const kind = kindOf(node);
    if (kind === "Date") return dateText(node as Date);
    if (kind !== "Object" && kind !== "Array") return drop(at, kind);
    ancestors.add(node);
    const copy = Array.isArray(node)
      ? node.map((item, index) => visit(item, `${at}[${index}]`))
      : copyFields(node as Record<string, unknown>, at);
    ancestors.delete(node);
    return copy;
  }

  function copyFields(node: Record<string, unknown>, at: string): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(node)) {
      const before = dropped.length;
      const item = visit(read(node, key), at === "" ? key : `${at}.${key}`);
      if (item !== undefined || dropped.length === before) copy[key] = item;
    }
    return copy;
  }

  function drop(at: string, what: string): undefined {
    dropped.push({ path: at, what });
    return undefined;
  }

  return { copy: visit(value, path), dropped };
}

/** A copy of plain objects and arrays all the way down; everything else is kept as it is. */
export function cloneFields<T>(value: T, seen = new Map<object, unknown>()): T {
  if (typeof value !== "object" || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known as T;
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    seen.set(value, copy);
    for (const item of value) copy.push(cloneFields(item, seen));
    return copy as T;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy: Record<string, unknown> = {};
  seen.set(value, copy);
  for (const [key, item] of Object.entries(value)) copy[key] = cloneFields(item, seen);
  return copy as T;
}

/** One sentence that names what was left out, for a warning; undefined where nothing was. */
export function describeDropped(dropped: readonly Dropped[]): string | undefined {
  const [first] = dropped;
  if (!first) return undefined;
  const more = dropped.length > 1 ? ` and ${dropped.length - 1} more` : "";
  return `"${first.path}" (${first.what})${more}`;
}

function kindOf(value: object): string {
  try {
    return Object.prototype.toString.call(value).slice("[object ".length, -1);
  } catch {
    // A window of another origin refuses every look at it.
    return "Window";
  }
}

function read(node: Record<string, unknown>, key: string): unknown {
  try {
    return node[key];
  } catch {
    return undefined;
  }
}

function dateText(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
