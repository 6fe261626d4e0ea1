import { BUILT_IN_TAGS } from "../bundle.js";
import { type Diagnostic, diagnosticAt, say } from "../diagnostic/diagnostic.js";
import type { TemplateSet } from "../template/template-set.js";
import type { Unit } from "./collect-components.js";

/** Elements that are part of the template language. */
const LANGUAGE_TAGS = ["block", "template", "import", "include", "slot", "sjs", "wxs"];

/**
 * Warns of elements that are neither built in nor in the `usingComponents` of a page or component whose template they
 * stand in, directly or by `import` and `include`.
 */
export function reportUnknownTags(
  units: readonly Unit[],
  appComponents: Record<string, string>,
  templates: TemplateSet["templates"],
  report: (diagnostic: Diagnostic) => void,
): void {
  const common = new Set<string>([...BUILT_IN_TAGS, ...LANGUAGE_TAGS, ...Object.keys(appComponents)]);
  const said = new Set<string>();
  for (const { path, config } of units) {
    const known = new Set([...common, ...Object.keys(config.config.usingComponents), ...config.otherTags]);
    for (const file of closure(`${path}.ttml`, templates)) {
      const entry = templates.get(file);
      for (const [name, place] of entry?.compiled.tags ?? []) {
        if (!entry || known.has(name) || said.has(`${file} ${name}`)) continue;
        said.add(`${file} ${name}`);
        const message = say(
          `不认识的组件 <${name}>：它不是内置组件，也不在 ${path}.json 或 app.json 的 usingComponents 里；它只会显示自己的内容。`,
          `Unknown component <${name}>: it is not built in and not in usingComponents of ${path}.json or app.json; only its content is shown.`,
        );
        const finding = { severity: "warning", code: "component-unknown", message } as const;
        report(diagnosticAt(entry.source, finding, place.start, place.end));
      }
    }
  }
}

function closure(start: string, templates: TemplateSet["templates"]): Set<string> {
  const files = new Set([start]);
  // A set may grow while it is walked; what is added is visited too.
  for (const file of files) {
    for (const next of templates.get(file)?.compiled.templates ?? []) files.add(`${next}.ttml`);
  }
  return files;
}
