import { BUILT_IN_TAGS } from "@lianmai/compiler/bundle";
import { type domlikeBackend, type Element, Event as EngineEvent, type EventMutLevel } from "glass-easel";
import { afterRender } from "../after-render.js";
import { engineElementOf } from "./engine-element.js";

type Context = domlikeBackend.Context;
type BackendElement = Parameters<Context["setListenerStats"]>[0];
type Observation = Parameters<NonNullable<Context["createIntersectionObserver"]>>;
type MediaQuery = Parameters<NonNullable<Context["createMediaQueryObserver"]>>;
type ScrollOffset = Parameters<NonNullable<Context["getScrollOffset"]>>;

/** `BackendMode.Domlike`, which is a const enum of the engine. */
const DOM_LIKE = 3;
/** Events that the browser makes on an element and that bubble as mini-program events. */
const NATIVE_EVENTS = new Set(["transitionend", "animationstart", "animationiteration", "animationend"]);
/** `EventMutLevel.Final`, which is a const enum of the engine: a `catch` handler. */
const FINAL = 2;

/**
 * glass-easel on the DOM of the frame. It differs from the engine's own form in three ways: built-in tags never become
 * the browser's own elements, only the events of mini-programs are let in, and waiting for a frame ends in a
 * background tab too.
 */
export class FrameBackend implements Context {
  readonly mode = DOM_LIKE;
  readonly document: Context["document"];
  readonly #listening = new WeakMap<object, Set<string>>();

  constructor() {
    const builtIn = new Map<string, string>(BUILT_IN_TAGS.map((tag) => [tag, `tt-${tag}`]));
    this.document = {
      createElement: (tag) => asBackend(document.createElement(builtIn.get(tag) ?? tag)),
      createTextNode: (content) => asBackend(document.createTextNode(content)),
      createDocumentFragment: () => asBackend(document.createDocumentFragment()),
    };
  }

  render(callback: (error: Error | null) => void): void {
    afterRender(() => callback(null));
  }

  associateValue(element: BackendElement, value: Element): void {
    element.__wxElement = value;
  }

  getRootNode(): BackendElement {
    return asBackend(document.body);
  }

  getWindowWidth(): number {
    return document.documentElement.clientWidth;
  }

  getWindowHeight(): number {
    return document.documentElement.clientHeight;
  }

  getDevicePixelRatio(): number {
    return devicePixelRatio;
  }

  getTheme(): string {
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  destroy(): void {}

  /** Style sheets are put into the document by `style-sheets.ts`; the engine is only told their prefixes. */
  registerStyleSheetContent(): void {}
  appendStyleSheetPath(): number {
    return 0;
  }
  disableStyleSheet(): void {}

  /** Two-way bindings are a matter of components; `view` and `text` have nothing to bind. */
  setModelBindingStat(): void {}

  /** Taps and touches come from `gestures.ts`, so the engine's own detection stays off. */
  onEvent(): void {}

  setListenerStats(element: BackendElement, type: string, _capture: boolean, level: EventMutLevel): void {
    const dom = element as unknown as HTMLElement;
    if (type === "touchmove" && level === FINAL) {
      // A caught move keeps the browser from scrolling; only a listener that is not passive can do that.
      this.#once(dom, "touchmove", (event) => event.preventDefault(), { passive: false });
    }
    if (!NATIVE_EVENTS.has(type)) return;
    this.#once(dom, type, (event) => {
      const target = event.target === dom ? engineElementOf(dom) : undefined;
      if (!target) return;
      const detail = { elapsedTime: (event as TransitionEvent | AnimationEvent).elapsedTime };
      const options = { originalEvent: event, bubbles: true, composed: true, capturePhase: true };
      EngineEvent.dispatchEvent(target, new EngineEvent(type, detail, options));
    });
  }

  createIntersectionObserver(...[target, root, rootMargin, threshold, listener]: Observation) {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { intersectionRatio, boundingClientRect, intersectionRect, rootBounds, time } of entries) {
          // A page of another origin above this one keeps the bounds of the screen to itself.
          const relativeRect = rootBounds as DOMRectReadOnly;
          listener({ intersectionRatio, boundingClientRect, intersectionRect, relativeRect, time });
        }
      },
      { root: root as unknown as HTMLElement | null, rootMargin, threshold },
    );
    observer.observe(target as unknown as HTMLElement);
    return { disconnect: () => observer.disconnect() };
  }

  createMediaQueryObserver(...[wanted, listener]: MediaQuery) {
    let before: boolean | undefined;
    const look = () => {
      const width = this.getWindowWidth();
      const height = this.getWindowHeight();
      const orientation = width > height ? "landscape" : "portrait";
      const { minWidth = 0, maxWidth = width, minHeight = 0, maxHeight = height } = wanted;
      const matches =
        (wanted.width ?? width) === width &&
        (wanted.height ?? height) === height &&
        (wanted.orientation ?? orientation) === orientation &&
        width >= minWidth &&
        width <= maxWidth &&
        height >= minHeight &&
        height <= maxHeight;
      if (matches !== before) listener({ matches });
      before = matches;
    };
    setTimeout(look);
    addEventListener("resize", look);
    return { disconnect: () => removeEventListener("resize", look) };
  }

  getContext(element: BackendElement, callback: (node: unknown) => void): void {
    callback(element);
  }

  getScrollOffset(...[element, callback]: ScrollOffset): void {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = element as unknown as HTMLElement;
    callback({ scrollLeft, scrollTop, scrollWidth, scrollHeight });
  }

  #once(dom: HTMLElement, type: string, listener: (event: Event) => void, options?: AddEventListenerOptions): void {
    const types = this.#listening.get(dom) ?? new Set<string>();
    if (types.has(type)) return;
    this.#listening.set(dom, types.add(type));
    dom.addEventListener(type, listener, options);
  }
}

function asBackend(node: Node): BackendElement {
  return node as unknown as BackendElement;
}
