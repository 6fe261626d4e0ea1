import selectorParser, { type Pseudo, type Selector } from "postcss-selector-parser";
import { BUILT_IN_TAGS } from "../bundle.js";

/** Whose rules they are. */
export type StyleScope =
  | { kind: "app" }
  /** Rules of a page hold in that page only. */
  | { kind: "page"; route: string }
  /** Classes carry the component's prefix; `name` is its `styleScope`. */
  | { kind: "component"; name: string };

const BUILT_IN = new Set<string>(BUILT_IN_TAGS);

/**
 * Rewrites the selectors of a rule: built-in tags to their DOM names, and the scope of the sheet.
 *
 * @returns The selectors, or `undefined` where they do not parse.
 */
export function scopeSelectors(selector: string, scope: StyleScope): string | undefined {
  try {
    const root = selectorParser().astSync(selector);
    return root.map((one) => scopeOne(one, scope)).join(",");
  } catch {
    return undefined;
  }
}

function scopeOne(selector: Selector, scope: StyleScope): string {
  // Whether something in the selector itself ties it to its place already.
  let anchored = false;
  selector.walk((node) => {
    if (node.type === "tag") {
      const name = node.value.toLowerCase();
      if (BUILT_IN.has(name)) node.value = `tt-${name}`;
      else if (name === "page") {
        const own = scope.kind === "page" && node.parent === selector;
        node.value = own ? `tt-page${pageCondition(scope.route)}` : "tt-page";
        anchored ||= own;
      }
    } else if (node.type === "class" && scope.kind === "component") {
      node.value = `${scope.name}--${node.value}`;
      anchored ||= node.parent === selector;
    } else if (node.type === "pseudo") {
      if (node.value === ":host" && scope.kind === "component") becomeHost(node, scope.name);
      anchored ||= node.value === ":root" || node.value.startsWith("[wx-host");
    }
  });
  const text = String(selector);
  if (anchored || scope.kind === "app") return text;
  // A tag selector of a component holds below its own host only; without a class there is nothing else to tell it by.
  const condition = scope.kind === "page" ? pageCondition(scope.route) : `:where([wx-host="${scope.name}"])`;
  return text.replace(/^\s*/, (space) => `${space}${condition} `);
}

/** It adds no specificity, so that a page's rules beat those of the app by their order only. */
function pageCondition(route: string): string {
  return `:where([is="${route}"])`;
}

/**
 * `:host` and `:host(.x)`: the attribute that glass-easel gives to the host of a component with a scope. The class in
 * brackets is the owner's, which has no prefix where the owner is a page.
 */
function becomeHost(node: Pseudo, name: string): void {
  const argument = node.nodes.map(String).join(",").trim();
  node.value = `[wx-host="${name}"]${argument === "" ? "" : `:is(${argument})`}`;
  node.nodes = [];
}
