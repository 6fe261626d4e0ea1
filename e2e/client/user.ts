import type { JoinOptions, RoomOptions } from "@lianmai/client";
import type { Browser, JSHandle } from "playwright-core";
import { openTab, type Tab, until } from "../harness/index.js";
import type { Driver, Outcome } from "./page.js";
import type { TestService } from "./service.js";

/** Somebody in a page of their own: the driver of `page.ts` as the test sees it. */
export class User {
  private constructor(
    readonly tab: Tab,
    private readonly driver: JSHandle<Driver>,
  ) {}

  static async open(browser: Browser, service: TestService, options: Partial<RoomOptions> = {}): Promise<User> {
    const tab = await openTab(browser, service.pageUrl);
    return User.adopt(tab, { url: service.rtcUrl(), ...options });
  }

  /** In a page that is open already. */
  static async adopt(tab: Tab, options: RoomOptions): Promise<User> {
    return new User(tab, await tab.page.evaluateHandle((given) => window.makeDriver(given), options));
  }

  /** In a page whose driver is there already. */
  static async of(tab: Tab): Promise<User> {
    return new User(tab, await tab.page.evaluateHandle(() => window.driver));
  }

  /** Runs a function on the driver inside the page. */
  do<R, A>(work: (driver: Driver, argument: A) => R | Promise<R>, argument: A): Promise<R>;
  do<R>(work: (driver: Driver) => R | Promise<R>): Promise<R>;
  do(work: (driver: Driver, argument: unknown) => unknown, argument?: unknown): Promise<unknown> {
    return this.driver.evaluate(work as (driver: Driver, argument: unknown) => unknown, argument);
  }

  join(options: JoinOptions): Promise<Outcome> {
    return this.do((driver, given: JoinOptions) => driver.join(given), options);
  }

  events(): Promise<string[]> {
    return this.do((driver) => [...driver.events]);
  }

  forgetEvents(): Promise<void> {
    return this.do((driver) => void driver.events.splice(0));
  }

  async sees(event: string): Promise<void> {
    await until(`the event "${event}"`, async () => (await this.events()).includes(event));
  }

  /** Waits until a remote track is here and, for video, its frames or, for audio, its sound comes on. */
  async receives(userId: string, source: "camera" | "microphone"): Promise<void> {
    let first: number | undefined;
    await until(`${source} of ${userId} flows`, async () => {
      const { remote } = await this.do((driver) => driver.stats());
      const track = remote.find((one) => one.userId === userId && one.source === source);
      const value = source === "camera" ? track?.frames : track?.audioEnergy;
      if (value === undefined) return false;
      first ??= value;
      return source === "camera" ? value - first >= 5 : value > first;
    });
  }

  close(): Promise<void> {
    return this.tab.close();
  }
}
