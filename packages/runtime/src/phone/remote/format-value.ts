/** Longer values are cut: a panel is no place for a megabyte of JSON. */
const TEXT_LIMIT = 20_000;
const DEPTH_LIMIT = 6;
/** Shorter values are shown in one line. */
const ONE_LINE = 100;

/**
 * What `console` would show for a value, as text taken at this moment: the program may change the object later.
 * Values come from the frame, so nothing may be assumed about their constructors.
 */
export function formatValue(value: unknown): string {
  if (typeof value === "string") return cut(value);
  const error = asError(value);
  if (error) return cut(error);
  try {
    const shown = plain(value, new Set(), 0);
    if (typeof shown === "string") return cut(shown);
    const short = JSON.stringify(shown);
    return short.length <= ONE_LINE ? short : cut(JSON.stringify(shown, undefined, 2));
  } catch (failure) {
    return `[${String(failure)}]`;
  }
}

/** All arguments of one `console` call. */
export function formatValues(values: readonly unknown[]): string {
  return values.map(formatValue).join(" ");
}

/** The first line, for places where one line is all there is. */
export function oneLine(text: string): string {
  const joined = text.replace(/\s*\n\s*/g, " ").trim();
  return joined.length > 400 ? `${joined.slice(0, 400)}…` : joined;
}

function cut(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}… (${text.length})` : text;
}

/** An `Error` of another realm is no `instanceof Error` here. */
function asError(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { name, message, stack } = value as { name?: unknown; message?: unknown; stack?: unknown };
  if (typeof stack !== "string" || typeof message !== "string") return undefined;
  const head = `${String(name)}: ${message}`;
  return stack.includes(message) ? stack : `${head}\n${stack}`;
}

function plain(value: unknown, above: Set<object>, depth: number): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `ƒ ${value.name || "anonymous"}()`;
  if (typeof value === "symbol") return value.toString();
  if (value === undefined) return "undefined";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (above.has(value)) return "[Circular]";
  if (depth >= DEPTH_LIMIT) return Array.isArray(value) ? `[Array(${value.length})]` : "[Object]";
  const error = asError(value);
  if (error) return error;
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === "Date") return (value as Date).toISOString();
  const within = new Set(above).add(value);
  if (tag === "Map") return plain(Object.fromEntries(value as Map<string, unknown>), above, depth);
  if (tag === "Set") return plain([...(value as Set<unknown>)], above, depth);
  if (Array.isArray(value)) return value.map((item) => plain(item, within, depth + 1));
  // Browser objects (streams, elements) have no own fields worth showing.
  if (tag !== "Object") return `[${tag}]`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, within, depth + 1)]));
}
