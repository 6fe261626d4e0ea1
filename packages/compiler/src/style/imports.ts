import type { AtRule, Root } from "postcss";
import { type Diagnostic, diagnosticAt, type Finding, say } from "../diagnostic/diagnostic.js";
import { folderOf, resolveFrom } from "../files/paths.js";
import type { ProjectFile } from "../files/project-files.js";

export interface ImportContext {
  read(path: string): ProjectFile | undefined;
  /** @returns A sheet of its own for each call; `undefined` where the file has a syntax error, already reported. */
  parse(file: ProjectFile): Root | undefined;
  report(diagnostic: Diagnostic): void;
}

/** Puts the sheets that `@import` names in the place of the rule. Addresses with a scheme stay as they are. */
export function inlineImports(root: Root, source: ProjectFile, context: ImportContext, chain: string[] = []): void {
  const imports: AtRule[] = [];
  root.walkAtRules("import", (rule) => {
    imports.push(rule);
  });
  for (const rule of imports) inlineOne(rule, source, context, [...chain, source.path]);
}

function inlineOne(rule: AtRule, source: ProjectFile, context: ImportContext, chain: string[]): void {
  const parsed = /^(?:url\(\s*(["']?)(.*?)\1\s*\)|(["'])(.*?)\3)\s*(.*)$/is.exec(rule.params);
  const target = parsed?.[2] ?? parsed?.[4] ?? "";
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(target)) return;
  const start = rule.source?.start?.offset ?? 0;
  const report = (finding: Finding) =>
    context.report(diagnosticAt(source, finding, start, rule.source?.end?.offset ?? start));
  const file = parsed ? find(target, source, context) : undefined;
  if (!file) {
    const message = say(
      `@import 的文件 ${target || rule.params} 不存在；路径相对于本文件，以 / 开头则相对于小程序根目录。`,
      `The file ${target || rule.params} of this @import does not exist; paths are relative to this file, or to the root with a leading slash.`,
    );
    report({ severity: "error", code: "ttss-import-missing", message });
    rule.remove();
    return;
  }
  if (chain.includes(file.path)) {
    const circle = [...chain.slice(chain.indexOf(file.path)), file.path].join(" → ");
    const message = say(
      `@import 形成循环：${circle}；这一处被忽略。`,
      `Circular @import: ${circle}; this one is ignored.`,
    );
    report({ severity: "warning", code: "ttss-import-circular", message });
    rule.remove();
    return;
  }
  const sheet = context.parse(file);
  if (!sheet) {
    rule.remove();
    return;
  }
  inlineImports(sheet, file, context, chain);
  const media = parsed?.[5]?.trim();
  if (media) {
    const wrapper = rule.clone({ name: "media", params: media, nodes: [] });
    wrapper.append(sheet.nodes);
    rule.replaceWith(wrapper);
  } else rule.replaceWith(sheet.nodes);
}

function find(target: string, source: ProjectFile, context: ImportContext): ProjectFile | undefined {
  const path = resolveFrom(folderOf(source.path), target);
  if (!path) return undefined;
  for (const candidate of [path, `${path}.ttss`, `${path}.css`]) {
    const file = context.read(candidate);
    if (file) return file;
  }
  return undefined;
}
