import type { Size } from "@lianmai/protocol";

/** How long a tile's size must stand still before it is told, in milliseconds: animations pass through many sizes. */
const SETTLE = 150;

/**
 * Watches how large a tile is on the screen: physical pixels, 0 x 0 while it is scrolled away, hidden or out of the
 * page. Coming into view is told at once, everything else when it has settled.
 */
export class TilePlace {
  readonly #dom: HTMLElement;
  readonly #changed: () => void;
  readonly #sizes = new ResizeObserver(() => this.#look());
  readonly #views: IntersectionObserver;
  #isInView = false;
  #isFloating = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Undefined before it was looked at for the first time. */
  size: Size | undefined;

  constructor(dom: HTMLElement, changed: () => void) {
    this.#dom = dom;
    this.#changed = changed;
    // Until the browser tells whether it is in view it counts as seen: a tile that waits is worse than one in vain.
    this.size = dom.offsetWidth * dom.offsetHeight > 0 ? this.#measure() : undefined;
    this.#views = new IntersectionObserver(([entry, ...more]) => {
      const last = more.at(-1) ?? entry;
      this.#isInView = last?.isIntersecting ?? false;
      this.#look(this.#isInView && this.size?.width === 0);
    });
    this.#sizes.observe(dom);
    this.#views.observe(dom);
  }

  /** Whether the picture is in a window of its own, and then seen wherever the tile is. */
  set floating(isFloating: boolean) {
    this.#isFloating = isFloating;
    this.#look(true);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#sizes.disconnect();
    this.#views.disconnect();
  }

  #look(atOnce = false): void {
    clearTimeout(this.#timer);
    if (atOnce) this.#tell();
    else this.#timer = setTimeout(() => this.#tell(), SETTLE);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    const size = this.#isInView || this.#isFloating ? this.#measure() : { width: 0, height: 0 };
    if (this.size?.width === size.width && this.size.height === size.height) return;
    this.size = size;
    this.#changed();
  }

  #measure(): Size {
    const ratio = window.devicePixelRatio || 1;
    const { offsetWidth, offsetHeight } = this.#dom;
    // A tile of no size whose picture floats is shown in the small window all the same.
    const [width, height] = this.#isFloating ? [offsetWidth || 320, offsetHeight || 240] : [offsetWidth, offsetHeight];
    return { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  }
}
