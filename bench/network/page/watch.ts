import type { Room, RoomEvents } from "@lianmai/client";

/** What was seen and heard in a while. */
export interface Seen {
  /** Share of the time in which the picture stood still, 0 to 1. */
  frozen: number;
  /** Share of the sound that was made up because packets were missing or late, silence included, 0 to 1. */
  concealed: number;
  /** Widths of the picture in the order in which they came, with the milliseconds since the start. */
  widths: { at: number; width: number }[];
  /** Frames that were shown. */
  frames: number;
}

/** What came of a sound so far. */
interface Samples {
  /** Another one after the room was joined anew. */
  trackId: string | undefined;
  concealed: number;
  total: number;
}

/** Browsers count samples at the rate at which they play, so many a millisecond. */
const SAMPLES = 48;

/** A picture stands still when the next frame takes so much longer than usual, in milliseconds. */
const STILL = 150;

/** The cameras give a frame every 50 ms; where hardly any comes, so much is still taken for usual, in milliseconds. */
const LONGEST_USUAL = 150;

/** A picture that stands still for longer has broken off, in milliseconds. */
const BREAK = 500;

/** Looks at the camera and listens to the microphone of one other participant. */
export class Watch {
  readonly #room: Room;
  readonly #other: string;
  readonly #video = document.createElement("video");
  #frames: number[] = [];
  #widths: { at: number; width: number }[] = [];
  #began = 0;
  #samples: Samples = { trackId: undefined, concealed: 0, total: 0 };

  /** @param other user id of whom it looks at; somebody who left on a bad way may be in the room for a while as well */
  constructor(room: Room, other: string) {
    this.#room = room;
    this.#other = other;
    this.#video.muted = true;
    this.#video.width = 640;
    this.#video.height = 480;
    document.body.append(this.#video);
    const show: (...args: RoomEvents["trackAdded"]) => void = (userId, source, track) => {
      if (userId !== other || source !== "camera") return;
      this.#video.srcObject = new MediaStream([track]);
      void this.#video.play();
    };
    room.on("trackAdded", show);
    const next = (now: number) => {
      this.#frames.push(now);
      const width = this.#video.videoWidth;
      if (this.#widths.at(-1)?.width !== width) this.#widths.push({ at: now - this.#began, width });
      this.#video.requestVideoFrameCallback(next);
    };
    this.#video.requestVideoFrameCallback(next);
  }

  /** Takes the picture away; a later call has one of its own. */
  close(): void {
    this.#video.remove();
  }

  /** Begins anew. */
  async start(): Promise<void> {
    this.#samples = await this.#readSamples();
    this.#began = performance.now();
    this.#frames = [];
    this.#widths = this.#video.videoWidth > 0 ? [{ at: 0, width: this.#video.videoWidth }] : [];
  }

  async read(): Promise<Seen> {
    const samples = await this.#readSamples();
    const now = performance.now();
    // A picture that stands still until the end counts as well.
    const shown = [this.#began, ...this.#frames, now];
    const gaps = shown.slice(1).map((at, index) => at - (shown[index] as number));
    const median = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
    const usual = Math.min(median, LONGEST_USUAL);
    const still = gaps.filter((gap) => gap > Math.max(3 * usual, usual + STILL));
    return {
      frozen: still.reduce((sum, gap) => sum + gap, 0) / (now - this.#began),
      concealed: madeUp(this.#samples, samples, now - this.#began),
      widths: [...this.#widths],
      frames: this.#frames.length,
    };
  }

  /** When the picture stood still for the last time, milliseconds since `start`; 0 when it never did. */
  stillUntil(): number {
    const shown = [this.#began, ...this.#frames, performance.now()];
    const last = shown.findLastIndex((at, index) => index > 0 && at - (shown[index - 1] as number) > BREAK);
    return last < 0 ? 0 : (shown[last] as number) - this.#began;
  }

  /** Width of the picture that is shown now. */
  get width(): number {
    return this.#video.videoWidth;
  }

  /** Frames since `start`. */
  get shown(): number {
    return this.#frames.length;
  }

  async #readSamples(): Promise<Samples> {
    const track = this.#room.remoteTrack(this.#other, "microphone");
    const connections = (window as { lianmaiPeerConnections?: RTCPeerConnection[] }).lianmaiPeerConnections ?? [];
    for (const connection of connections) {
      if (connection.connectionState === "closed") continue;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type !== "inbound-rtp" || entry.kind !== "audio" || entry.trackIdentifier !== track?.id) continue;
        return {
          trackId: track?.id,
          concealed: entry.concealedSamples ?? 0,
          total: entry.totalSamplesReceived ?? 0,
        };
      }
    }
    return { trackId: undefined, concealed: 0, total: 0 };
  }
}

/** Share of the sound that was made up in so many milliseconds, 0 to 1; what did not come at all counts as well. */
function madeUp(before: Samples, now: Samples, elapsed: number): number {
  const total = now.total - before.total;
  if (before.trackId === now.trackId) return total > 0 ? (now.concealed - before.concealed) / total : 1;
  return Math.max(1 - (now.total - now.concealed) / (elapsed * SAMPLES), 0);
}
