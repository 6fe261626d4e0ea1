import type { Browser, BrowserContextOptions, Frame, Page } from "playwright-core";
import { openTab, type Tab } from "./browser.js";
import { until } from "./until.js";

/** The page of the runtime that a mini-program runs in. */
const FRAME_PATH = "/__app/frame.html";

/** Wide enough for two phones and the panel beside them. */
const VIEWPORT = { width: 1600, height: 1000 };

/** Opens the simulator in a page of its own. */
export async function openSimulator(
  browser: Browser,
  product: { readonly url: string },
  options: BrowserContextOptions = {},
): Promise<Tab> {
  return await openTab(browser, product.url, { viewport: VIEWPORT, ...options });
}

/**
 * Waits until so many phones run the mini-program, and hands back the frames that it runs in, row by row.
 * A mini-program runs once its first page has something in it.
 */
export async function phoneFrames(page: Page, count: number, timeout?: number): Promise<Frame[]> {
  return await until(
    `${count} phone(s) run the mini-program`,
    async () => {
      const frames = page.frames().filter((frame) => new URL(frame.url(), page.url()).pathname === FRAME_PATH);
      if (frames.length !== count) return false;
      const placed = await Promise.all(
        frames.map(async (frame) => {
          const box = await (await frame.frameElement()).boundingBox();
          const text = await frame.evaluate(() => document.body?.children.length ?? 0);
          return { frame, x: box?.x ?? -1, y: box?.y ?? -1, isRunning: text > 0 };
        }),
      );
      if (placed.some(({ isRunning, x }) => !isRunning || x < 0)) return false;
      // Row by row; heights of a row differ by parts of a pixel.
      return placed.sort((a, b) => Math.round(a.y - b.y) || a.x - b.x).map(({ frame }) => frame);
    },
    timeout,
  );
}
