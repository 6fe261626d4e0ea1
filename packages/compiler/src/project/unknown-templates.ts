import { type Diagnostic, diagnosticAt, say } from "../diagnostic/diagnostic.js";
import type { TemplateSet } from "../template/template-set.js";

/** Warns of `<template is="x">` where neither the file nor one that it imports names a template `x`. */
export function reportUnknownTemplates(
  templates: TemplateSet["templates"],
  report: (diagnostic: Diagnostic) => void,
): void {
  for (const { source, compiled } of templates.values()) {
    const imported = compiled.imports.flatMap((path) => templates.get(`${path}.ttml`)?.compiled ?? []);
    // What a file that does not compile would have named is unknown.
    if (imported.some(({ expression }) => expression === "")) continue;
    for (const [name, place] of compiled.used) {
      if (compiled.defined.has(name) || imported.some(({ defined }) => defined.has(name))) continue;
      const message = say(
        `找不到名为 ${name} 的模板：本文件和它 import 的文件里都没有 <template name="${name}">；这里什么都不会显示。`,
        `There is no template ${name}: neither this file nor one that it imports has <template name="${name}">; nothing is shown here.`,
      );
      const finding = { severity: "warning", code: "template-unknown", message } as const;
      report(diagnosticAt(source, finding, place.start, place.end));
    }
  }
}
