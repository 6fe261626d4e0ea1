import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { type Program, parse } from "acorn";
import { type Message, transform } from "esbuild";
import { SOURCE_ROOT } from "../bundle.js";
import { type Diagnostic, diagnosticAt, say } from "../diagnostic/diagnostic.js";
import { LineMap } from "../diagnostic/line-map.js";
import type { ProjectFile } from "../files/project-files.js";
import { type ApiUses, findApiUses } from "./find-api-uses.js";
import { findRequires, type RequireCall } from "./find-requires.js";

export interface TransformOptions {
  minify: boolean;
  sourceMaps: boolean;
  /** For esbuild's `tsconfigRaw`. */
  tsconfig: string;
}

/** One source file as CommonJS code that a browser runs. */
export interface TransformedScript {
  code: string;
  /** ES modules are strict without saying so. */
  strict: boolean;
  /** JSON; empty without source maps. */
  map: string;
  /** Constant requires, with offsets into `code`. */
  requires: RequireCall[];
  /** What it may use of `tt`. */
  apiUses: ApiUses;
  /** Whether it names a function that asks for nodes of the view, whoever's member it is. */
  queriesView: boolean;
  /** Offset in the source of an offset in `code`. Reads the source map, so it is for messages only. */
  locate(offset: number): number;
  diagnostics: Diagnostic[];
}

/**
 * ES modules are strict, but esbuild does not say so in CommonJS. A comment or string can be mistaken for a module
 * here; strict mode is then the whole harm.
 */
const ES_MODULE = /^[ \t]*(?:import|export)\b(?!\s*[(.:=])/m;

const VIEW_QUERY = /create(?:SelectorQuery|IntersectionObserver|MediaQueryObserver)/;

const EMPTY: TransformedScript = {
  code: "",
  strict: false,
  map: "",
  requires: [],
  apiUses: new Set(),
  queriesView: false,
  locate: () => 0,
  diagnostics: [],
};

/** Turns a script file (JavaScript, TypeScript or JSON; CommonJS or ES module) into CommonJS. */
export async function transformScript(file: ProjectFile, options: TransformOptions): Promise<TransformedScript> {
  if (file.path.endsWith(".json")) return jsonModule(file);
  try {
    const result = await transform(file.text, {
      loader: file.path.endsWith(".ts") ? "ts" : "js",
      format: "cjs",
      target: "es2022",
      charset: "utf8",
      sourcefile: SOURCE_ROOT + file.path,
      // The map is always made: it is what finds the place of a missing module.
      sourcemap: "external",
      // The runtime loads modules by `require` only; `import()` becomes a promise of one.
      supported: { "dynamic-import": false },
      minify: options.minify,
      logLevel: "silent",
      tsconfigRaw: options.tsconfig,
    });
    const program = parseScript(result.code);
    return {
      code: result.code,
      strict: ES_MODULE.test(file.text),
      map: options.sourceMaps ? result.map : "",
      requires: findRequires(program),
      apiUses: findApiUses(program),
      queriesView: VIEW_QUERY.test(result.code),
      locate: (offset) => inSource(offset, result.code, result.map, file),
      diagnostics: result.warnings.map((message) => toDiagnostic(message, file, "warning")),
    };
  } catch (error) {
    return { ...EMPTY, diagnostics: failures(error, file) };
  }
}

/** @throws What acorn throws for code that does not parse. */
function parseScript(code: string): Program {
  return parse(code, {
    ecmaVersion: "latest",
    sourceType: "script",
    allowReturnOutsideFunction: true,
    allowHashBang: true,
    allowAwaitOutsideFunction: false,
  });
}

function jsonModule(file: ProjectFile): TransformedScript {
  // A JSON text is a JavaScript expression since ES2019, but for a key `__proto__`; parsing keeps that one as data.
  const code = `module.exports = JSON.parse(${JSON.stringify(file.text.trim() || "{}")});\n`;
  return { ...EMPTY, code };
}

function inSource(offset: number, code: string, map: string, file: ProjectFile): number {
  const { line, column } = new LineMap(code).position(offset);
  const found = originalPositionFor(new TraceMap(map), { line, column: column - 1 });
  return found.source === null ? 0 : new LineMap(file.text).offset(found.line, found.column + 1);
}

function failures(error: unknown, file: ProjectFile): Diagnostic[] {
  const messages = (error as { errors?: Message[] }).errors;
  if (messages) return messages.slice(0, 5).map((message) => toDiagnostic(message, file, "error"));
  const text = error instanceof Error ? error.message : String(error);
  const message = say(`无法编译这个脚本：${text}`, `This script cannot be compiled: ${text}`);
  const start = (error as { pos?: unknown }).pos;
  return [
    diagnosticAt(file, { severity: "error", code: "script-syntax", message }, typeof start === "number" ? start : 0),
  ];
}

function toDiagnostic(message: Message, file: ProjectFile, severity: "error" | "warning"): Diagnostic {
  const syntax = severity === "error";
  const text = message.text.replace(/\.?$/, ".");
  const notes = message.notes.map((note) => note.text).join(" ");
  const finding = {
    severity,
    code: syntax ? "script-syntax" : "script-suspicious",
    message: `${syntax ? say("脚本语法错误。", text) : say("脚本里有可疑的写法。", text)}${notes ? ` ${notes}` : ""}`,
  };
  const location = message.location;
  if (!location) return diagnosticAt(file, finding, 0);
  // esbuild counts columns in UTF-8 bytes.
  const bytes = Buffer.from(location.lineText);
  const units = (count: number) => bytes.subarray(0, count).toString("utf8").length;
  const lineStart = new LineMap(file.text).offset(location.line, 1);
  const start = lineStart + units(location.column);
  return diagnosticAt(file, finding, start, lineStart + units(location.column + location.length));
}
