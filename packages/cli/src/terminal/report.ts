import { columns, pad } from "./box.js";

/** Prints what came of a command: JSON for machines, lines for people. */
export function report<T>(json: boolean, value: T, lines: (value: T) => string): void {
  console.log(json ? JSON.stringify(value) : lines(value));
}

/** Prints what happened in a command that goes on running: one line of JSON, its kind first. */
export function printEvent(event: string, more: object = {}): void {
  console.log(JSON.stringify({ event, ...more }));
}

/** Rows with their columns under one another; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, index) => Math.max(...rows.map((row) => columns(row[index] ?? ""))));
  return rows
    .map((row) =>
      row.map((cell, index) => (index === row.length - 1 ? cell : pad(cell, widths[index] ?? 0))).join("  "),
    )
    .join("\n");
}

/** Bytes for people. */
export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 * 1024 ? `${(count / 1024).toFixed(1)} KB` : `${(count / 1024 / 1024).toFixed(1)} MB`;
}
