/** Milliseconds without scrolling after which a wheel has come to rest. */
const REST = 120;

interface WheelEvents {
  /** The user began to turn. */
  start?(): void;
  /** The wheel rests on another item than before. */
  settle(index: number): void;
}

/** A column of items that snaps to one of them; the browser does the turning. All items have the same height. */
export class Wheel {
  readonly #scroller: HTMLElement;
  readonly #itemHeight: () => number;
  readonly #events: WheelEvents;
  #index = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The wheel moves because it was told to. */
  #sent = false;

  constructor(scroller: HTMLElement, itemHeight: () => number, events: WheelEvents) {
    this.#scroller = scroller;
    this.#itemHeight = itemHeight;
    this.#events = events;
    scroller.addEventListener("scroll", () => this.#onScroll());
    scroller.addEventListener("click", (event) => {
      const { top, height } = scroller.getBoundingClientRect();
      const steps = Math.round((event.clientY - top - height / 2) / this.#itemHeight());
      if (steps !== 0) scroller.scrollBy({ top: steps * this.#itemHeight(), behavior: "smooth" });
    });
  }

  get index(): number {
    return this.#index;
  }

  /** Puts an item in the middle without telling anyone. */
  moveTo(index: number): void {
    this.#index = index;
    const top = index * this.#itemHeight();
    if (Math.abs(this.#scroller.scrollTop - top) < 1) return;
    this.#sent = true;
    this.#scroller.scrollTo({ top, behavior: "instant" });
  }

  /** Takes the item that is in the middle now, without waiting for rest. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#rest();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #onScroll(): void {
    if (!this.#sent && this.#timer === undefined) this.#events.start?.();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rest(), REST);
  }

  #rest(): void {
    this.#timer = undefined;
    this.#sent = false;
    const index = Math.round(this.#scroller.scrollTop / this.#itemHeight());
    if (index === this.#index) return;
    this.#index = index;
    this.#events.settle(index);
  }
}
