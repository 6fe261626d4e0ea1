import type { TemplateGroup } from "@lianmai/compiler/bundle";

/**
 * Tells which components have another template than before. A file that is only imported or included may be part of
 * any of them, so a change there changes all.
 */
export function changedTemplates(
  before: Record<string, TemplateGroup>,
  after: Record<string, TemplateGroup>,
  components: ReadonlySet<string>,
): (path: string) => boolean {
  const changed = new Set(Object.keys(after).filter((path) => source(before[path]) !== source(after[path])));
  const shared = [...changed].some((path) => !components.has(path));
  return (path) => changed.has(path) || (shared && after[path] !== undefined);
}

/** The text of all render procedures of a file: everything that was written in the template is in it. */
function source(group: TemplateGroup | undefined): string | undefined {
  if (!group) return undefined;
  const { _: named } = group as TemplateGroup & { _?: Record<string, unknown> };
  return named ? JSON.stringify(Object.entries(named).map(([name, run]) => [name, String(run)])) : String(group(""));
}
