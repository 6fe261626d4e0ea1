import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { until } from "../../e2e/harness/until.js";
import { type Service, SIGNALING_URL } from "./hosts.js";
import type { Seen } from "./page/watch.js";

/**
 * Joins are so far apart, in milliseconds: Chromium passes over requests for a key frame that come within 300 ms of
 * another, which somebody who joins right after somebody left would wait for.
 */
const PAUSE = 500;

/** A join that shows no picture for so long counts as this long, in milliseconds. */
const JOIN_TIMEOUT = 12_000;

/** A participant's page. */
export class Participant {
  constructor(
    readonly page: Page,
    private readonly service: Service,
    private readonly userId: string,
    /** User id of whom it talks to. */
    private readonly other: string,
  ) {}

  /** Joins and publishes camera and microphone. */
  async call(): Promise<void> {
    const options = { url: SIGNALING_URL, join: this.service.join(this.userId), other: this.other };
    await this.page.evaluate(async ({ url, join, other }) => {
      window.caller = window.network.call(url, other);
      await window.caller.room.join(join);
      await window.caller.publish();
    }, options);
  }

  async leave(): Promise<void> {
    await this.page.evaluate(() => window.caller.leave());
  }

  /** Milliseconds until the first picture of who is in the room, of so many joins. */
  async joins(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let join = 0; join < count; join++) {
      const options = { url: SIGNALING_URL, join: this.service.join(`${this.userId}-viewer`), timeout: JOIN_TIMEOUT };
      const time = await this.page.evaluate(
        ({ url, join, timeout }) => window.network.view(url, join, timeout),
        options,
      );
      times.push(time);
      await delay(PAUSE);
    }
    return times;
  }

  /** Waits until the picture of the other moves. */
  async sees(): Promise<void> {
    await this.start();
    await until(
      `${this.userId} sees ${this.other}`,
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

  /**
   * When the picture moves for good, in milliseconds from now on: the end of the last time that it stood still. Takes
   * as long as it watches.
   */
  async backAfter(watched: number): Promise<number> {
    await this.start();
    await delay(watched);
    return await this.page.evaluate(() => window.caller.watch.stillUntil());
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
}
