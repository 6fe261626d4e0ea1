import type { AtRule, Root } from "postcss";

/**
 * Pages share one document, so equal names of keyframes in two sheets would meet. Each sheet's keyframes get a name of
 * their own, which its declarations use; they also stay under the written name, for inline styles.
 *
 * @param suffix What tells the sheet from others.
 */
export function scopeKeyframes(root: Root, suffix: string): void {
  const rules: AtRule[] = [];
  root.walkAtRules(/keyframes$/i, (rule) => {
    if (/^\s*[\w-]+\s*$/.test(rule.params)) rules.push(rule);
  });
  const own = new Set(rules.map((rule) => rule.params.trim()));
  for (const rule of rules) rule.cloneAfter({ params: `${rule.params.trim()}--${suffix}` });
  if (own.size === 0) return;
  root.walkDecls(/^(-webkit-)?animation(-name)?$/i, (declaration) => {
    declaration.value = declaration.value.replace(/[\w-]+/g, (word) => (own.has(word) ? `${word}--${suffix}` : word));
  });
}
