import { parse } from "jsonc-parser";
import type { ProjectFiles } from "../files/project-files.js";
import { isObject, type JsonObject } from "./json.js";

/** Options that change what code means, or which imports are only types. */
const MEANINGFUL = ["target", "experimentalDecorators", "useDefineForClassFields", "verbatimModuleSyntax"];

/**
 * The part of `tsconfig.json` that matters for turning TypeScript into JavaScript, for esbuild's `tsconfigRaw`.
 * Nothing is type-checked, so everything else is left to the user's editor; that includes a file that does not parse.
 */
export function typescriptOptions(files: ProjectFiles): string {
  const file = files.read("tsconfig.json");
  const json: unknown = file && parse(file.text);
  const written = isObject(json) && isObject(json.compilerOptions) ? json.compilerOptions : {};
  const compilerOptions: JsonObject = {};
  for (const name of MEANINGFUL) if (written[name] !== undefined) compilerOptions[name] = written[name];
  return JSON.stringify({ compilerOptions });
}
