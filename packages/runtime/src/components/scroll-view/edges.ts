interface Thresholds {
  scrollX: boolean;
  scrollY: boolean;
  upperThreshold: number;
  lowerThreshold: number;
}

interface ScrollBox {
  scrollLeft: number;
  scrollTop: number;
  scrollWidth: number;
  scrollHeight: number;
  clientWidth: number;
  clientHeight: number;
}

type Tell = (event: "scrolltoupper" | "scrolltolower", direction: "top" | "bottom" | "left" | "right") => void;

/** Tells once that an end comes within its threshold, and again only after it was left. */
export class Edges {
  readonly #tell: Tell;
  readonly #near = new Set<string>(["top", "left"]);

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  check(box: ScrollBox, { scrollX, scrollY, upperThreshold, lowerThreshold }: Thresholds): void {
    if (scrollY) {
      this.#at("top", box.scrollTop <= upperThreshold);
      this.#at("bottom", box.scrollTop + box.clientHeight >= box.scrollHeight - lowerThreshold);
    }
    if (scrollX) {
      this.#at("left", box.scrollLeft <= upperThreshold);
      this.#at("right", box.scrollLeft + box.clientWidth >= box.scrollWidth - lowerThreshold);
    }
  }

  #at(edge: "top" | "bottom" | "left" | "right", near: boolean): void {
    if (near === this.#near.has(edge)) return;
    if (!near) this.#near.delete(edge);
    else {
      this.#near.add(edge);
      this.#tell(edge === "top" || edge === "left" ? "scrolltoupper" : "scrolltolower", edge);
    }
  }
}
