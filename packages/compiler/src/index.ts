export * from "./bundle.js";
export { type BundleChange, type CompiledBundle, changeBetween } from "./compiled-bundle.js";
export { type CompileResult, type CompilerOptions, ProjectCompiler } from "./compiler.js";
export type { Diagnostic, Severity } from "./diagnostic/diagnostic.js";
export { formatDiagnostic } from "./diagnostic/format.js";
export { type SourcePosition, SourcePositions } from "./source-positions.js";
