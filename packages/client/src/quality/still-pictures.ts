import type { Source } from "@lianmai/protocol";
import type { RemoteTrackStats, RoomStats } from "../stats/stats.js";
import { missingOf } from "./playout-delay.js";

/** A picture of which packets come and no frame can be shown for so long is asked for anew, in milliseconds. */
const STILL_AFTER = 600;
/** Each further time it takes twice as long, up to so many milliseconds. */
const LONGEST_WAIT = 8_000;
/** So many packets must have come meanwhile: nothing stands still where nothing moves, as on a screen. */
const PACKETS = 5;
/** From this part of missing packets on pictures are looked at between the measurements as well. */
const LOSSY = 0.02;
/** Milliseconds between those looks. */
const LOOK_INTERVAL = 250;
/** Looks from one measurement to the next, which comes after 2 s. */
const LOOKS = 7;
/** A page that takes longer for one, in milliseconds, has too much to do: its pictures stand still for want of time. */
const LONGEST_LOOK = 100;

interface Picture {
  frames: number;
  /** Packets when its last frame was shown. */
  packets: number;
  /** When it was last seen to move, or asked for; Unix time in milliseconds. */
  since: number;
  wait: number;
}

export interface StillPicturesOptions {
  /** Fresh statistics, apart from the measurements; without tracks once the session is over. */
  collect(): Promise<RoomStats>;
  /** Asks for a key frame. */
  ask(userId: string, source: Source): void;
}

/**
 * Asks for pictures that stand still though packets come, where some are lost: what is missing was given up. Chromium
 * asks only after 3 s, and by a packet that may be lost itself.
 */
export class StillPictures {
  readonly #options: StillPicturesOptions;
  #pictures = new Map<string, Picture>();
  #last: RoomStats | undefined;
  #isLossy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StillPicturesOptions) {
    this.#options = options;
  }

  /** A measurement was made. Where packets are lost, closer looks follow. */
  handleMeasured(stats: RoomStats): void {
    clearTimeout(this.#timer);
    const videos = stats.remote.filter(({ kind }) => kind === "video");
    this.#isLossy = videos.some((track) => missingOf([track], this.#last?.remote ?? []) >= LOSSY);
    this.#last = stats;
    this.#look(stats);
    if (this.#isLossy) this.#lookAgain(LOOKS);
  }

  #lookAgain(looks: number): void {
    if (looks === 0) return;
    const timer = setTimeout(async () => {
      const began = performance.now();
      const stats = await this.#options.collect();
      // A measurement was made meanwhile, or the page has other cares.
      if (timer !== this.#timer || performance.now() - began > LONGEST_LOOK) return;
      this.#look(stats);
      this.#lookAgain(looks - 1);
    }, LOOK_INTERVAL);
    this.#timer = timer;
  }

  #look({ timestamp, remote }: RoomStats): void {
    const pictures = new Map<string, Picture>();
    for (const track of remote) {
      if (track.kind !== "video" || track.frames === undefined) continue;
      const key = `${track.source} ${track.userId}`;
      pictures.set(key, this.#lookAt(track, track.frames, this.#pictures.get(key), timestamp));
    }
    this.#pictures = pictures;
  }

  #lookAt(track: RemoteTrackStats, frames: number, before: Picture | undefined, now: number): Picture {
    const { userId, source, packets } = track;
    if (before === undefined || frames !== before.frames || packets < before.packets) {
      return { frames, packets, since: now, wait: STILL_AFTER };
    }
    if (!this.#isLossy || now - before.since < before.wait || packets - before.packets < PACKETS) return before;
    this.#options.ask(userId, source);
    return { ...before, since: now, wait: Math.min(before.wait * 2, LONGEST_WAIT) };
  }
}
