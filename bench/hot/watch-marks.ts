/** Unix times in milliseconds at which a mark was first in the DOM of a phone, by mark. */
export type Seen = Record<string, number>;

/**
 * Notes in the outermost page when a mark comes into sight in a frame of a mini-program. It runs in every frame before
 * everything else: nothing from outside may be used in it.
 */
export function watchMarks(): void {
  if (!location.pathname.endsWith("/frame.html")) return;
  const outermost = window.top as unknown as { seen?: Seen };
  const seen = outermost.seen ?? {};
  outermost.seen = seen;
  const look = () => {
    const mark = document.querySelector(".mark");
    if (!mark) return;
    const style = getComputedStyle(mark).getPropertyValue("--style").trim();
    const script = document.querySelector(".script")?.textContent;
    for (const found of [mark.textContent, script, style]) {
      if (found) seen[found] ??= performance.timeOrigin + performance.now();
    }
  };
  // The document itself is there before its first element.
  new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });
}
