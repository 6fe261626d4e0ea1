import { translateStyle } from "../../kernel/engine/inline-style.js";
import type { Environment } from "../../kernel/environment.js";

interface PlaceholderValues {
  placeholder: string;
  placeholderStyle: string;
  placeholderClass: string;
}

/** The placeholder of a text field: the browser's own, or a node where the page gives it a style or class. */
export class Placeholder {
  readonly #host: HTMLElement;
  readonly #field: HTMLInputElement | HTMLTextAreaElement;
  readonly #environment: Environment;
  readonly #node = document.createElement("div");

  constructor(host: HTMLElement, field: HTMLInputElement | HTMLTextAreaElement, environment: Environment) {
    this.#host = host;
    this.#field = field;
    this.#environment = environment;
    this.#node.setAttribute("aria-hidden", "true");
  }

  update(values: PlaceholderValues): void {
    const own = values.placeholderStyle !== "" || !["", "input-placeholder"].includes(values.placeholderClass);
    this.#host.toggleAttribute("own-placeholder", own);
    this.#field.placeholder = own ? "" : values.placeholder;
    if (values.placeholder) this.#field.setAttribute("aria-label", values.placeholder);
    if (!own) {
      this.#node.remove();
      return;
    }
    this.#node.className = `lianmai-placeholder ${values.placeholderClass}`;
    this.#node.textContent = values.placeholder;
    this.#node.style.cssText = translateStyle(values.placeholderStyle, (url) => this.#environment.resolveAsset(url));
    this.#host.append(this.#node);
    this.refresh();
  }

  /** After every change of the text. */
  refresh(): void {
    this.#node.hidden = this.#field.value !== "";
  }
}
