import { BUILT_IN_TAGS } from "@lianmai/compiler/bundle";
import { CurrentWindowBackendContext, Event as EngineEvent, type EventMutLevel } from "glass-easel";
import { afterRender } from "../after-render.js";
import { engineElementOf } from "./engine-element.js";

type BackendElement = Parameters<CurrentWindowBackendContext["setListenerStats"]>[0];

/** Events that the browser makes on an element and that bubble as mini-program events. */
const NATIVE_EVENTS = new Set(["transitionend", "animationstart", "animationiteration", "animationend"]);
/** `EventMutLevel.Final`, which is a const enum of the engine: a `catch` handler. */
const FINAL = 2;

/**
 * glass-easel on the DOM of the frame. It differs from the engine's own form in three ways: built-in tags never become
 * the browser's own elements, only the events of mini-programs are let in, and waiting for a frame ends in a
 * background tab too.
 */
export class FrameBackend extends CurrentWindowBackendContext {
  readonly #listening = new WeakMap<object, Set<string>>();

  constructor() {
    super();
    const builtIn = new Map<string, string>(BUILT_IN_TAGS.map((tag) => [tag, `tt-${tag}`]));
    const { document } = this;
    this.document = {
      createElement: (tag) => document.createElement(builtIn.get(tag) ?? tag),
      createTextNode: (content) => document.createTextNode(content),
      createDocumentFragment: () => document.createDocumentFragment(),
    };
  }

  override render(callback: (error: Error | null) => void): void {
    afterRender(() => callback(null));
  }

  /** Taps and touches come from `gestures.ts`, so the engine's own detection stays off. */
  override onEvent(): void {}

  override setListenerStats(element: BackendElement, type: string, _capture: boolean, level: EventMutLevel): void {
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

  #once(dom: HTMLElement, type: string, listener: (event: Event) => void, options?: AddEventListenerOptions): void {
    const types = this.#listening.get(dom) ?? new Set<string>();
    if (types.has(type)) return;
    this.#listening.set(dom, types.add(type));
    dom.addEventListener(type, listener, options);
  }
}
