/** What a join tells of itself for the server's trace of it: a name, and how long the page has waited by now. */
export interface JoinTrace {
  /** In the form of W3C's Trace Context. */
  traceparent: string;
  /** Milliseconds. */
  waited: number;
}

/** @param begin when the page asked for it, by `performance.now()` */
export function joinTrace(begin: number): JoinTrace {
  const waited = Math.max(0, Math.round(performance.now() - begin));
  return { traceparent: `00-${randomHex(16)}-${randomHex(8)}-01`, waited };
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
