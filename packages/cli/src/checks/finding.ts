import { say } from "../terminal/language.js";

/** Something in a project that a developer should know, beside what the compiler says. */
export interface Finding {
  severity: "error" | "warning";
  /** Stable name of the kind; docs/cli.md lists them. */
  code: string;
  message: string;
  /** Relative to the project, with forward slashes. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
}

/** A file of the project with its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** A finding at an offset of a file. */
export function findingAt(
  { path, text }: SourceFile,
  offset: number,
  finding: { severity: Finding["severity"]; code: string; zh: string; en: string },
): Finding {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  const { severity, code, zh, en } = finding;
  return {
    severity,
    code,
    message: say(zh, en),
    file: path,
    line: before.split("\n").length,
    column: offset - start + 1,
  };
}
