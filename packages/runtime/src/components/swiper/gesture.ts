interface SwipeEvents {
  start(): void;
  /** @param pixels From where the finger came down. */
  move(pixels: number): void;
  /** @param velocity Pixels a millisecond. */
  end(velocity: number): void;
}

/** Pixels after which a move is a swipe in one direction or the other. */
const DECISION = 6;

/** A finger or mouse that drags along one axis; moves along the other are left to the page. */
export class SwipeGesture {
  readonly #isVertical: () => boolean;
  readonly #events: SwipeEvents;
  #start: { x: number; y: number } | undefined;
  #swiping = false;
  #last = { at: 0, time: 0, velocity: 0 };

  constructor(dom: HTMLElement, isVertical: () => boolean, events: SwipeEvents) {
    this.#isVertical = isVertical;
    this.#events = events;
    dom.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.#start = { x: event.clientX, y: event.clientY };
      this.#swiping = false;
    });
    dom.addEventListener("pointermove", (event) => this.#move(event, dom));
    dom.addEventListener("pointerup", () => this.#end());
    dom.addEventListener("pointercancel", () => this.#end());
  }

  #move(event: PointerEvent, dom: HTMLElement): void {
    const start = this.#start;
    if (!start) return;
    const dx = event.clientX - start.x;
    const dy = event.clientY - start.y;
    const [along, across] = this.#isVertical() ? [dy, dx] : [dx, dy];
    if (!this.#swiping) {
      if (Math.abs(across) > DECISION && Math.abs(across) > Math.abs(along)) this.#start = undefined;
      if (Math.abs(along) <= DECISION || !this.#start) return;
      this.#swiping = true;
      this.#last = { at: along, time: event.timeStamp, velocity: 0 };
      dom.setPointerCapture(event.pointerId);
      this.#events.start();
    }
    const elapsed = Math.max(event.timeStamp - this.#last.time, 1);
    this.#last = { at: along, time: event.timeStamp, velocity: (along - this.#last.at) / elapsed };
    this.#events.move(along);
  }

  #end(): void {
    const { velocity } = this.#last;
    const swiped = this.#swiping;
    this.#start = undefined;
    this.#swiping = false;
    if (swiped) this.#events.end(velocity);
  }
}
