import type { Page } from "playwright-core";
import { until } from "../../e2e/harness/until.js";
import { type Service, SIGNALING_URL } from "./hosts.js";
import type { Seen } from "./page/watch.js";

/** A join that shows no picture for so long counts as this long, in milliseconds. */
const JOIN_TIMEOUT = 20_000;

/** A participant's page. */
export class Participant {
  constructor(
    readonly page: Page,
    private readonly service: Service,
    private readonly userId: string,
  ) {}

  /** Joins and publishes camera and microphone. */
  async call(): Promise<void> {
    const options = { url: SIGNALING_URL, join: this.service.join(this.userId) };
    await this.page.evaluate(async ({ url, join }) => {
      window.caller = window.bench.call(url);
      await window.caller.room.join(join);
      await window.caller.publish();
    }, options);
  }

  async leave(): Promise<void> {
    await this.page.evaluate(() => window.caller.room.leave());
  }

  /** Milliseconds until the first picture of who is in the room, of so many joins. */
  async joins(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let join = 0; join < count; join++) {
      const options = { url: SIGNALING_URL, join: this.service.join(`${this.userId}-viewer`), timeout: JOIN_TIMEOUT };
      const time = await this.page.evaluate(
        ({ url, join, timeout }) =>
          Promise.race([
            window.bench.view(url, join).catch(() => timeout),
            new Promise<number>((resolve) => setTimeout(() => resolve(timeout), timeout)),
          ]),
        options,
      );
      times.push(time);
    }
    return times;
  }

  /** Waits until the picture of the other moves. */
  async sees(): Promise<void> {
    await this.start();
    await until(
      `${this.userId} sees the other`,
      () => this.page.evaluate(() => window.caller.watch.shown > 10),
      40_000,
    );
  }

  start(): Promise<void> {
    return this.page.evaluate(() => window.caller.watch.start());
  }

  read(): Promise<Seen> {
    return this.page.evaluate(() => window.caller.watch.read());
  }

  /** Milliseconds until the picture has moved on for a while, from now on. */
  async backAfter(timeout: number): Promise<number> {
    return await this.page.evaluate(
      (most) =>
        new Promise<number>((resolve) => {
          const began = performance.now();
          let first = 0;
          const before = window.caller.watch.shown;
          const look = () => {
            const now = performance.now();
            const shown = window.caller.watch.shown - before;
            // What was in the buffers may be shown late; five frames are a picture that moves again.
            if (shown > 0 && first === 0) first = now - began;
            if (shown >= 5) resolve(first);
            else if (now - began > most) resolve(most);
            else requestAnimationFrame(look);
          };
          look();
        }),
      timeout,
    );
  }

  /** Milliseconds until the picture is narrower or wider than so many pixels, from now on. */
  async widthAfter(comparison: "below" | "at least", width: number, timeout: number): Promise<number> {
    return await this.page.evaluate(
      ({ comparison, width, timeout }) =>
        new Promise<number>((resolve) => {
          const began = performance.now();
          const look = () => {
            const elapsed = performance.now() - began;
            const now = window.caller.watch.width;
            if (comparison === "below" ? now < width : now >= width) resolve(elapsed);
            else if (elapsed > timeout) resolve(timeout);
            else setTimeout(look, 20);
          };
          look();
        }),
      { comparison, width, timeout },
    );
  }

  async waitFor(milliseconds: number): Promise<void> {
    await this.page.waitForTimeout(milliseconds);
  }
}
