/** The style sheets of the built-in components in use. Made before those of the project, which win over them. */
export class BuiltinStyles {
  readonly #element = document.createElement("style");
  readonly #known = new Set<string>();

  constructor(head: HTMLElement) {
    head.append(this.#element);
  }

  add(css: string | readonly string[] = []): void {
    for (const sheet of typeof css === "string" ? [css] : css) {
      if (this.#known.has(sheet)) continue;
      this.#known.add(sheet);
      this.#element.append(sheet);
    }
  }
}
