export interface RefresherValues {
  refresherEnabled: boolean;
  /** CSS pixels to pull at least. */
  refresherThreshold: number;
  refresherTriggered: boolean;
  refresherBackground: string;
}

type RefresherEvent = "refresherpulling" | "refresherrefresh" | "refresherrestore" | "refresherabort";

/** A finger moves the content less far than itself, which feels like a spring. */
const RESISTANCE = 0.5;
/** Pixels before a pull counts as one. */
const DECISION = 8;

/**
 * Pulling a scrolling element down to refresh what is in it, by finger or mouse. Whoever uses it says with
 * `refresherTriggered` when it is done.
 */
export class PullRefresher {
  readonly indicator = document.createElement("div");
  readonly #dom: HTMLElement;
  readonly #emit: (name: RefresherEvent, detail: { dy: number }) => void;
  #values: RefresherValues | undefined;
  #listening = false;
  #startY: number | undefined;
  #pulled = 0;

  constructor(dom: HTMLElement, emit: (name: RefresherEvent, detail: { dy: number }) => void) {
    this.#dom = dom;
    this.#emit = emit;
    this.indicator.className = "lianmai-refresher";
  }

  update(values: RefresherValues): void {
    const before = this.#values;
    this.#values = values;
    this.indicator.hidden = !values.refresherEnabled && !values.refresherTriggered;
    this.indicator.style.background = values.refresherBackground;
    if (values.refresherEnabled) this.#listen();
    if ((before?.refresherTriggered ?? false) === values.refresherTriggered) return;
    this.#dom.toggleAttribute("refreshing", values.refresherTriggered);
    this.#height(values.refresherTriggered ? values.refresherThreshold : 0);
    if (before?.refresherTriggered) this.#emit("refresherrestore", { dy: 0 });
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    const dom = this.#dom;
    dom.addEventListener("touchstart", (event) => this.#start(event.touches[0]?.clientY), { passive: true });
    dom.addEventListener("touchmove", (event) => this.#move(event, event.touches[0]?.clientY), { passive: false });
    dom.addEventListener("touchend", () => this.#end());
    dom.addEventListener("touchcancel", () => this.#end());
    const isMouse = (event: PointerEvent) => event.pointerType === "mouse";
    dom.addEventListener("pointerdown", (event) => isMouse(event) && this.#start(event.clientY));
    dom.addEventListener("pointermove", (event) => isMouse(event) && this.#move(event, event.clientY));
    dom.addEventListener("pointerup", (event) => isMouse(event) && this.#end());
    dom.addEventListener("pointercancel", (event) => isMouse(event) && this.#end());
    dom.addEventListener("pointerleave", (event) => isMouse(event) && this.#end());
  }

  #start(y: number | undefined): void {
    const values = this.#values;
    const idle = values?.refresherEnabled && !values.refresherTriggered && this.#dom.scrollTop <= 0;
    this.#startY = idle ? y : undefined;
  }

  #move(event: Event, y = 0): void {
    if (this.#startY === undefined) return;
    const distance = y - this.#startY;
    if (distance <= DECISION && this.#pulled === 0) return;
    if (event.cancelable) event.preventDefault();
    const dy = Math.max(distance * RESISTANCE, 0);
    this.#pulled = dy;
    this.#dom.setAttribute("pulling", "");
    this.#height(dy);
    this.#emit("refresherpulling", { dy });
  }

  #end(): void {
    const dy = this.#pulled;
    this.#startY = undefined;
    this.#pulled = 0;
    this.#dom.removeAttribute("pulling");
    if (dy === 0 || !this.#values) return;
    const { refresherThreshold } = this.#values;
    if (dy >= refresherThreshold) {
      this.#height(refresherThreshold);
      this.#dom.setAttribute("refreshing", "");
      this.#emit("refresherrefresh", { dy });
    } else {
      this.#height(0);
      this.#emit("refresherabort", { dy });
    }
  }

  #height(pixels: number): void {
    this.indicator.style.height = `${pixels}px`;
  }
}
