import type { Source } from "@lianmai/protocol";
import type { RemoteTrackStats, RoomStats } from "../stats/stats.js";

/** Below this part of packets that are missing at first nothing is held back: the browser's own delay does. */
const BORNE = 0.01;
/** So small a part of all packets may still be missing when its time has come. */
const MISSING = 0.001;
/**
 * Packets are asked for again so far apart, in milliseconds: Chromium waits for a round trip, which a connection that
 * only receives does not learn and takes for this.
 */
const ASK_INTERVAL = 100;
/** Milliseconds that asking and answering take beside the round trip. */
const ASK_DELAY = 20;
/** A delay is one of few, so many milliseconds apart: each change speeds the picture up or slows it down. */
const STEP = 50;
/** A longer delay is worse for a talk than a picture that stands still now and then; in milliseconds. */
const LONGEST = 500;
/** A delay falls only when none of so many reviews asks for as much. */
const REMEMBERED = 5;

/**
 * The delay that gives lost packets the time to be sent again: each round in which a missing packet is asked for
 * succeeds when neither the question nor the answer is lost, and there is time for as many rounds as it takes until
 * hardly any packet is missing.
 *
 * @param missing part of the packets that do not come the first time, 0 to 1
 * @param rtt milliseconds to the server and back
 * @returns milliseconds, 0 to leave it to the browser
 */
export function playoutDelay(missing: number, rtt: number): number {
  if (missing < BORNE) return 0;
  const failure = 1 - (1 - Math.min(missing, 0.9)) ** 2;
  const rounds = Math.ceil(Math.log(MISSING / missing) / Math.log(failure));
  const delay = (rounds - 1) * Math.max(rtt, ASK_INTERVAL) + rtt + ASK_DELAY;
  return Math.min(Math.ceil(delay / STEP) * STEP, LONGEST);
}

/** Sets the delay of one track; undefined leaves it to the browser. */
export type ApplyDelay = (userId: string, source: Source, delay: number | undefined) => void;

/**
 * Holds back what is played on a way that loses packets, for as long as it takes to get them again: without it, browsers
 * show what has come by then, and the picture stands still until the rest is there. On a way that loses nothing, nothing
 * is held back.
 */
export class PlayoutDelay {
  readonly #apply: ApplyDelay;
  #last: RoomStats | undefined;
  /** The delays that the last reviews asked for, by what is played in step. */
  #asked = new Map<string, number[]>();

  constructor(apply: ApplyDelay) {
    this.#apply = apply;
  }

  /** Looks at what came since the review before. */
  review(stats: RoomStats): void {
    const last = this.#last;
    this.#last = stats;
    const asked = new Map<string, number[]>();
    for (const [key, tracks] of inStep(stats.remote)) {
      const delay = playoutDelay(missingOf(tracks, last?.remote ?? []), stats.connection.rtt ?? 0);
      const recent = [...(this.#asked.get(key) ?? []), delay].slice(-REMEMBERED);
      asked.set(key, recent);
      const longest = Math.max(...recent);
      for (const { userId, source } of tracks) this.#apply(userId, source, longest > 0 ? longest : undefined);
    }
    this.#asked = asked;
  }
}

/** What is played in step: camera and microphone of a participant, and a screen and its sound. */
function inStep(tracks: readonly RemoteTrackStats[]): Map<string, RemoteTrackStats[]> {
  const groups = new Map<string, RemoteTrackStats[]>();
  for (const track of tracks) {
    const key = `${track.source.startsWith("screen") ? "screen" : "person"} ${track.userId}`;
    groups.set(key, [...(groups.get(key) ?? []), track]);
  }
  return groups;
}

/**
 * The part of the packets that did not come the first time. What was lost before the server was asked for by this side
 * as well, but was never counted as lost here.
 */
export function missingOf(tracks: readonly RemoteTrackStats[], before: readonly RemoteTrackStats[]): number {
  let [packets, lost, nacks] = [0, 0, 0];
  for (const track of tracks) {
    const earlier = before.find(({ userId, source }) => userId === track.userId && source === track.source);
    if (!earlier || track.packets < earlier.packets) continue;
    packets += track.packets - earlier.packets;
    lost += Math.max((track.packetsLost ?? 0) - (earlier.packetsLost ?? 0), 0);
    nacks += Math.max((track.nacks ?? 0) - (earlier.nacks ?? 0), 0);
  }
  return packets > 0 ? Math.max(lost / (packets + lost), nacks / (packets + nacks)) : 0;
}
