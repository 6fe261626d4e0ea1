/** Draws a frame over one element of the page, with its size beside it. It follows the element while it is shown. */
export class Highlighter {
  readonly #document: Document;
  #frame: HTMLElement | undefined;
  #following = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  show(box: () => DOMRect | undefined): void {
    this.hide();
    const frame = this.#document.createElement("div");
    frame.className = "lianmai-highlight";
    frame.setAttribute("aria-hidden", "true");
    Object.assign(frame.style, {
      position: "fixed",
      zIndex: "2147483647",
      pointerEvents: "none",
      boxSizing: "border-box",
      outline: "1px solid #1f6bff",
      background: "rgba(31, 107, 255, .22)",
      font: "11px/18px ui-monospace, Menlo, Consolas, monospace",
    });
    const size = this.#document.createElement("span");
    Object.assign(size.style, {
      position: "absolute",
      padding: "0 6px",
      borderRadius: "3px",
      background: "#1f6bff",
      color: "#fff",
      whiteSpace: "nowrap",
    });
    frame.append(size);
    this.#frame = frame;
    // Beside the body, so that neither the page's own layout nor those who watch it notice.
    this.#document.documentElement.append(frame);
    const follow = () => {
      const rect = box();
      frame.hidden = rect === undefined;
      if (rect) {
        const { left, top, width, height } = rect;
        Object.assign(frame.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
        size.textContent = `${Math.round(width)} × ${Math.round(height)}`;
        // Above the element, or in it where it begins at the page's edge.
        size.style.top = top >= 20 ? "-19px" : "1px";
        // The corner of a screen is round.
        size.style.left = top >= 20 ? "0" : "44px";
      }
      this.#following = requestAnimationFrame(follow);
    };
    follow();
  }

  hide(): void {
    cancelAnimationFrame(this.#following);
    this.#frame?.remove();
    this.#frame = undefined;
  }
}
