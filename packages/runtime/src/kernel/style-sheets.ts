import type { BundleDefinition } from "@lianmai/compiler/bundle";

/**
 * The project's style sheets as `<style>` elements, in the order of their weight: the app's own, those of
 * components, those of pages.
 */
export class StyleSheets {
  readonly #elements = new Map<string, HTMLStyleElement>();
  readonly #head: HTMLElement;

  constructor(head: HTMLElement, definition: BundleDefinition) {
    this.#head = head;
    const { pages } = definition.app;
    const known = [...Object.keys(definition.components), ...definition.packages.flatMap((part) => part.components)];
    const components = known.filter((path) => !pages.includes(path));
    // Every sheet has its place from the start, so that one that comes later does not outweigh the others.
    for (const path of ["app", ...components, ...pages]) this.#place(path);
    this.update(definition.styles);
  }

  update(styles: Record<string, string>): void {
    for (const [path, css] of Object.entries(styles)) {
      const element = this.#elements.get(path) ?? this.#place(path);
      if (element.textContent !== css) element.textContent = css;
    }
  }

  #place(path: string): HTMLStyleElement {
    const element = document.createElement("style");
    element.dataset.path = path;
    this.#elements.set(path, element);
    this.#head.append(element);
    return element;
  }
}
