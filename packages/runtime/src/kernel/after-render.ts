/** Milliseconds after which a callback comes even though nothing is painted, as in a background tab. */
const FALLBACK_DELAY = 50;

/** Calls back with the next frame, or soon after where the browser paints none because nobody looks. */
export function afterRender(callback: () => void): void {
  let done = false;
  const run = () => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    callback();
  };
  const timer = setTimeout(run, FALLBACK_DELAY);
  const frame = requestAnimationFrame(run);
}
