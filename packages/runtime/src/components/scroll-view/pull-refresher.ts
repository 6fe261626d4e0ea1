interface RefresherValues {
  refresherEnabled: boolean;
  refresherThreshold: number;
  refresherTriggered: boolean;
  refresherBackground: string;
}

type RefresherEvent = "refresherpulling" | "refresherrefresh" | "refresherrestore" | "refresherabort";

/** A finger moves the content less far than itself, which feels like a spring. */
const RESISTANCE = 0.5;

/** Pulling a `scroll-view` down to refresh it: the page says with `refresher-triggered` when it is done. */
export class PullRefresher {
  readonly indicator = document.createElement("div");
  readonly #dom: HTMLElement;
  readonly #emit: (name: RefresherEvent, detail: { dy: number }) => void;
  #values: RefresherValues | undefined;
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
    this.indicator.hidden = !values.refresherEnabled;
    this.indicator.style.background = values.refresherBackground;
    if (values.refresherEnabled && !before?.refresherEnabled) this.#listen();
    if (before?.refresherTriggered === values.refresherTriggered) return;
    this.#dom.toggleAttribute("refreshing", values.refresherTriggered);
    this.#height(values.refresherTriggered ? values.refresherThreshold : 0);
    if (before?.refresherTriggered) this.#emit("refresherrestore", { dy: 0 });
  }

  #listen(): void {
    this.#dom.addEventListener("touchstart", (event) => this.#start(event), { passive: true });
    this.#dom.addEventListener("touchmove", (event) => this.#move(event), { passive: false });
    this.#dom.addEventListener("touchend", () => this.#end());
    this.#dom.addEventListener("touchcancel", () => this.#end());
  }

  #start(event: TouchEvent): void {
    const values = this.#values;
    const idle = values?.refresherEnabled && !values.refresherTriggered && this.#dom.scrollTop <= 0;
    this.#startY = idle ? event.touches[0]?.clientY : undefined;
  }

  #move(event: TouchEvent): void {
    if (this.#startY === undefined) return;
    const dy = ((event.touches[0]?.clientY ?? 0) - this.#startY) * RESISTANCE;
    if (dy <= 0) return;
    event.preventDefault();
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
