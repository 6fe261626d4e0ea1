import { engineElementOf } from "./engine-element.js";

/** `StyleSegmentIndex.TEMP_EXTRA` of the engine, a const enum: classes that the template does not know of. */
const TEMPORARY = 3;
/** Hover classes that come with the built-in components and not from a page's styles. */
const OWN_CLASSES = new Set(["button-hover", "navigator-hover"]);
const DEFAULT_START = 50;
const DEFAULT_STAY = 400;

interface Pressed {
  dom: HTMLElement;
  hoverClass: string;
  stay: number;
  start: ReturnType<typeof setTimeout>;
  shown: boolean;
}

/** Shows `hover-class` on what is under the finger: `view`, `button` and `navigator`, with their delays. */
export class PressFeedback {
  readonly #root: Document;
  #pressed: Pressed[] = [];

  constructor(root: Document) {
    this.#root = root;
  }

  start(target: Node): void {
    this.cancel();
    for (let node: Node | null = target; node && node !== this.#root; node = node.parentNode) {
      if (!(node instanceof HTMLElement)) continue;
      const hoverClass = node.getAttribute("hover-class");
      if (!hoverClass || hoverClass === "none") continue;
      const pressed: Pressed = {
        dom: node,
        hoverClass,
        stay: delay(node, "hover-stay-time", DEFAULT_STAY),
        shown: false,
        start: setTimeout(() => show(pressed), delay(node, "hover-start-time", DEFAULT_START)),
      };
      this.#pressed.push(pressed);
      if (node.hasAttribute("hover-stop-propagation")) break;
    }
  }

  /** The finger was lifted: what shows stays for its time, a tap too quick for its delay shows now. */
  end(): void {
    for (const pressed of this.#pressed.splice(0)) {
      clearTimeout(pressed.start);
      show(pressed);
      setTimeout(() => hide(pressed), pressed.stay);
    }
  }

  /** The finger scrolls: nothing is meant. */
  cancel(): void {
    for (const pressed of this.#pressed.splice(0)) {
      clearTimeout(pressed.start);
      hide(pressed);
    }
  }
}

function delay(dom: HTMLElement, attribute: string, initial: number): number {
  const value = Number.parseFloat(dom.getAttribute(attribute) ?? "");
  return Number.isFinite(value) ? value : initial;
}

function show(pressed: Pressed): void {
  if (pressed.shown) return;
  pressed.shown = true;
  if (OWN_CLASSES.has(pressed.hoverClass)) pressed.dom.classList.add(pressed.hoverClass);
  else engineElementOf(pressed.dom)?.setNodeClass(pressed.hoverClass, TEMPORARY);
}

function hide(pressed: Pressed): void {
  if (!pressed.shown) return;
  pressed.shown = false;
  if (OWN_CLASSES.has(pressed.hoverClass)) pressed.dom.classList.remove(pressed.hoverClass);
  else engineElementOf(pressed.dom)?.setNodeClass("", TEMPORARY);
}
