import type { CDPSession, Page } from "playwright-core";

/** What a page holds after everything that can go has gone. */
export interface PageObjects {
  heapBytes: number;
  listeners: number;
  /** Peer connections that are not closed. */
  connections: number;
}

/** Reads a page whose peer connections are recorded by `recordPeerConnections`. */
export async function readPageObjects(page: Page, session: CDPSession): Promise<PageObjects> {
  const connections = await page.evaluate(() => {
    const all = (window as { lianmaiPeerConnections?: RTCPeerConnection[] }).lianmaiPeerConnections ?? [];
    const open = all.filter(({ connectionState }) => connectionState !== "closed");
    // The list is the test's own, and must not keep what is closed.
    all.splice(0, all.length, ...open);
    return open.length;
  });
  // A second time for what the first one made ready to go.
  for (const _ of [1, 2]) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  return { heapBytes: metric("JSHeapUsedSize"), listeners: metric("JSEventListeners"), connections };
}

export async function openSession(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  return session;
}
