import { codeFrame } from "./code-frame.js";
import { LineMap } from "./line-map.js";

export type Severity = "error" | "warning";

/** Something wrong in the user's project, where it is and how to mend it. */
export interface Diagnostic {
  severity: Severity;
  /** Stable name of the kind, such as `ttml-syntax`; `docs/compiler.md` lists them. */
  code: string;
  /** What is wrong, why, and how to mend it. */
  message: string;
  /** Relative to the project folder, with forward slashes. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  endLine?: number;
  endColumn?: number;
  /** The lines around the place, with a marker; absent when the file does not exist. */
  frame?: string;
}

/** A file that diagnostics can point into. */
export interface SourceText {
  /** Relative to the project folder. */
  readonly path: string;
  readonly text: string;
}

/** What a diagnostic says, apart from where. */
export interface Finding {
  severity: Severity;
  code: string;
  message: string;
}

/** A finding with its place as offsets into a text. */
export interface PlacedFinding extends Finding {
  start: number;
  end?: number;
}

/** A message in both languages, Chinese first. */
export function say(chinese: string, english: string): string {
  return `${chinese}\n${english}`;
}

/**
 * Points a finding at a place of a source.
 *
 * @param start Offset into the text.
 * @param end Offset behind the last character; by default only the start is marked.
 */
export function diagnosticAt(source: SourceText, finding: Finding, start: number, end = start): Diagnostic {
  const lines = new LineMap(source.text);
  const from = lines.position(start);
  const to = lines.position(Math.max(start, end));
  const place = { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  return {
    severity: finding.severity,
    code: finding.code,
    message: finding.message,
    file: source.path,
    ...place,
    frame: codeFrame(lines, place),
  };
}

/** Points a finding at a file as a whole, which may not exist. */
export function diagnosticIn(file: string, finding: Finding): Diagnostic {
  return {
    severity: finding.severity,
    code: finding.code,
    message: finding.message,
    file,
    line: 1,
    column: 1,
  };
}
