/** What a user's choice must not set off in the program. */
const SWALLOWED = [
  "pointerdown",
  "pointerup",
  "pointercancel",
  "mousedown",
  "mouseup",
  "touchstart",
  "touchmove",
  "touchend",
  "touchcancel",
  "click",
] as const;

/**
 * Takes the pointer away from the page until the user has chosen an element with it.
 * @param options.hovered The element under the pointer, on each move.
 * @param options.picked The element that was clicked or tapped, or null where the user gave up by Escape.
 * @returns What gives it up.
 */
export function pickElement(
  document: Document,
  options: { hovered(target: Element): void; picked(target: Element | null): void },
): () => void {
  const end = () => {
    for (const name of SWALLOWED) document.removeEventListener(name, swallow, true);
    document.removeEventListener("pointermove", hover, true);
    document.removeEventListener("keydown", giveUp, true);
    document.documentElement.style.removeProperty("cursor");
  };
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type !== "click" && event.type !== "touchend") return;
    const target = at(event) ?? (event.target as Element);
    // A tap is followed by a click, which must not reach the program either.
    if (event.type === "touchend") document.addEventListener("click", stop, { capture: true, once: true });
    end();
    options.picked(target);
  };
  const at = (event: Event) => {
    const touch = (event as TouchEvent).changedTouches?.[0];
    return touch ? document.elementFromPoint(touch.clientX, touch.clientY) : null;
  };
  const hover = (event: Event) => {
    event.stopImmediatePropagation();
    options.hovered(event.target as Element);
  };
  const giveUp = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    end();
    options.picked(null);
  };
  // Not passive: a tap that is prevented makes no click and no scrolling.
  for (const name of SWALLOWED) document.addEventListener(name, swallow, { capture: true, passive: false });
  document.addEventListener("pointermove", hover, true);
  document.addEventListener("keydown", giveUp, true);
  document.documentElement.style.setProperty("cursor", "crosshair");
  return end;
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
