import type { Clock, Timer } from "../clock/clock.js";
import { endOf, type Grant, isOver } from "./grant.js";

export type WatchedPrivilege = "token" | "publish" | "subscribe";

export interface GrantWatchHandlers {
  /** Something ends soon. Not told for a privilege that ends with or after the token, which ends it anyway. */
  onWarning(privilege: WatchedPrivilege, expireAt: number): void;
  /** Something is over. */
  onOver(privilege: WatchedPrivilege): void;
}

/** Follows the times of one participant's token. */
export class GrantWatch {
  private timers: Timer[] = [];

  constructor(
    private readonly clock: Clock,
    /** How long before the end the warning comes, in milliseconds. */
    private readonly warning: number,
    private readonly handlers: GrantWatchHandlers,
  ) {}

  /** Follows this token from now on, in the place of the last. */
  watch({ expireAt, privileges }: Grant): void {
    this.stop();
    this.follow("token", expireAt, true);
    const publish = new Set([privileges.publishAudio, privileges.publishVideo, privileges.publishData]);
    for (const time of publish) this.follow("publish", time, expireAt === 0 || (time ?? 0) < expireAt);
    this.follow("subscribe", privileges.subscribe, expireAt === 0 || (privileges.subscribe ?? 0) < expireAt);
  }

  stop(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers = [];
  }

  private follow(privilege: WatchedPrivilege, time: number | undefined, warn: boolean): void {
    const now = this.clock.now();
    if (time === undefined || time === 0 || isOver(time, now)) return;
    if (warn) {
      const delay = time * 1000 - this.warning - now;
      this.timers.push(this.clock.after(delay, () => this.handlers.onWarning(privilege, time)));
    }
    this.timers.push(this.clock.after(endOf(time) - now, () => this.handlers.onOver(privilege)));
  }
}
