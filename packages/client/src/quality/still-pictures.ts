import type { Source } from "@lianmai/protocol";
import type { RemoteTrackStats, RoomStats } from "../stats/stats.js";
import { missingOf } from "./playout-delay.js";

/** A picture of which packets come and no frame can be shown for so long is asked for anew, in milliseconds. */
const STILL_AFTER = 600;
/**
 * Where the server itself lacks what is missing, it has given up after so long, in milliseconds: mediasoup asks the
 * publisher ten times, 40 ms apart. What came before is still being shown then, as it is held back for as long.
 */
const GIVEN_UP_AFTER = 450;
/**
 * There the request may be lost as well: it is made again after so many milliseconds, so often, as mediasoup itself passes
 * it on once a second and repeats it once.
 */
const ASK_AGAIN_AFTER = 900;
const ASK_AGAIN = 4;
/** Each further time it takes twice as long, up to so many milliseconds. */
const LONGEST_WAIT = 8_000;
/** So many packets must have come meanwhile: nothing stands still where nothing moves, as on a screen. */
const PACKETS = 5;
/** From this part of missing packets on pictures are looked at between the measurements as well. */
const LOSSY = 0.02;
/** A server that sends less than this part of what it is asked for lacks it; one that has it sends about half. */
const ANSWERED = 0.2;
/** Milliseconds between those looks. */
const LOOK_INTERVAL = 150;
/** Looks from one measurement to the next, which comes after 2 s. */
const LOOKS = 12;
/** A page that takes longer for one, in milliseconds, has too much to do: its pictures stand still for want of time. */
const LONGEST_LOOK = 100;

/** Where packets of a picture are lost: on the way from the server, or before, so that the server has none to repeat. */
type Loss = "after the server" | "before the server";

interface Picture {
  loss: Loss | undefined;
  /** Frames by which it is seen to move. */
  frames: number;
  /** Packets when the last of them came. */
  packets: number;
  /** When it was last seen to move, or asked for; Unix time in milliseconds. */
  since: number;
  /** Milliseconds from then until it is asked for. */
  wait: number;
  /** How often it was asked for since it moved. */
  asked: number;
}

export interface StillPicturesOptions {
  /** Fresh statistics of some pictures, apart from the measurements; without tracks once the session is over. */
  collect(isWanted: (userId: string, source: Source) => boolean): Promise<RoomStats>;
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
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StillPicturesOptions) {
    this.#options = options;
  }

  /** A measurement was made. Where packets are lost, closer looks follow. */
  handleMeasured(stats: RoomStats): void {
    clearTimeout(this.#timer);
    const before = this.#last?.remote ?? [];
    this.#last = stats;
    const pictures = new Map<string, Picture>();
    for (const track of stats.remote) {
      if (track.kind !== "video" || track.frames === undefined) continue;
      pictures.set(nameOf(track), this.#see(track, lossOf(track, before), stats.timestamp));
    }
    this.#pictures = pictures;
    if ([...pictures.values()].some(({ loss }) => loss)) this.#lookAgain(LOOKS);
  }

  #lookAgain(looks: number): void {
    if (looks === 0) return;
    const timer = setTimeout(async () => {
      const began = performance.now();
      const isLossy = (userId: string, source: Source) => this.#pictures.get(nameOf({ userId, source }))?.loss;
      const { remote, timestamp } = await this.#options.collect((...name) => isLossy(...name) !== undefined);
      // A measurement was made meanwhile, or the page has other cares.
      if (timer !== this.#timer || performance.now() - began > LONGEST_LOOK) return;
      for (const track of remote) {
        const loss = isLossy(track.userId, track.source);
        if (loss && track.frames !== undefined) this.#pictures.set(nameOf(track), this.#see(track, loss, timestamp));
      }
      this.#lookAgain(looks - 1);
    }, LOOK_INTERVAL);
    this.#timer = timer;
  }

  #see(track: RemoteTrackStats, loss: Loss | undefined, now: number): Picture {
    const before = this.#pictures.get(nameOf(track));
    const { userId, source, packets } = track;
    const isGivenUp = loss === "before the server" && track.framesReceived !== undefined;
    const frames = (isGivenUp ? track.framesReceived : track.frames) ?? 0;
    if (before === undefined || frames !== before.frames || packets < before.packets) {
      return { loss, frames, packets, since: now, wait: isGivenUp ? GIVEN_UP_AFTER : STILL_AFTER, asked: 0 };
    }
    if (!loss || now - before.since < before.wait || packets - before.packets < PACKETS) return { ...before, loss };
    this.#options.ask(userId, source);
    const asked = before.asked + 1;
    const wait = isGivenUp && asked <= ASK_AGAIN ? ASK_AGAIN_AFTER : Math.min(before.wait * 2, LONGEST_WAIT);
    return { ...before, loss, since: now, wait, asked };
  }
}

function nameOf({ userId, source }: { userId: string; source: Source }): string {
  return `${source} ${userId}`;
}

/** Where packets of a picture were lost since an earlier measurement; undefined where hardly any were. */
function lossOf(track: RemoteTrackStats, before: readonly RemoteTrackStats[]): Loss | undefined {
  if (missingOf([track], before) < LOSSY) return undefined;
  const earlier = before.find((other) => nameOf(other) === nameOf(track));
  const { nacks, retransmitted } = track;
  if (nacks === undefined || retransmitted === undefined) return "after the server";
  const asked = nacks - (earlier?.nacks ?? 0);
  const answered = retransmitted - (earlier?.retransmitted ?? 0);
  return answered < asked * ANSWERED ? "before the server" : "after the server";
}
