import type { Source } from "@lianmai/protocol";
import type { EncoderConfig, RtcRoom } from "./ports.js";

/** What should be published, and where. Without a track, nothing. */
export interface PublishTarget {
  room: RtcRoom | undefined;
  track: MediaStreamTrack | undefined;
  /** Published, but nothing of it is sent. */
  muted: boolean;
  /** How a camera is to be encoded when it is published. */
  encoder?: EncoderConfig;
}

/**
 * Brings one source of one room to what is wanted, whatever order the wishes come in: it takes one step at a time
 * and looks at the wish anew before the next one, so that quick changes of mind cost no detours.
 */
export class Publisher {
  #target: PublishTarget = { room: undefined, track: undefined, muted: false };
  #publishedIn: RtcRoom | undefined;
  #published: MediaStreamTrack | undefined;
  #toldMuted = false;
  #running: Promise<void> | undefined;

  constructor(private readonly source: Source) {}

  /** Settles when the wish that stands then is fulfilled; rejects with what the room said. */
  set(target: PublishTarget): Promise<void> {
    this.#target = target;
    this.#running ??= this.#run();
    return this.#running;
  }

  get isPublished(): boolean {
    return this.#published !== undefined;
  }

  /** The room has dropped the publication by itself; the next wish publishes anew. */
  lost(room: RtcRoom): void {
    if (this.#publishedIn === room) this.#published = undefined;
  }

  async #run(): Promise<void> {
    // Not in the caller's turn: the assignment of `#running` must come before the `finally` below.
    await Promise.resolve();
    try {
      while (!this.#isDone()) await this.#step();
    } finally {
      this.#running = undefined;
    }
  }

  #isDone(): boolean {
    const { room, track, muted } = this.#target;
    if (this.#publishedIn !== room) {
      // Another room, or none: what was published went with the old one.
      this.#publishedIn = room;
      this.#published = undefined;
    }
    return !room || (this.#published === track && (!track || this.#toldMuted === muted));
  }

  async #step(): Promise<void> {
    const target = this.#target;
    const { room, track, muted, encoder } = target;
    if (!room) return;
    try {
      if (!track) await room.unpublish(this.source);
      else if (!this.#published) await room.publish(this.source, track, { muted, ...(encoder && { encoder }) });
      else if (this.#published !== track) await room.replaceTrack(this.source, track);
      else await room.mutePublication(this.source, muted);
    } catch (error) {
      // What failed for a wish that nobody has any more is nobody's error.
      if (this.#target === target) throw error;
      return;
    }
    if (this.#publishedIn !== room) return;
    // A replacement leaves the muting as it was: the next step looks at it.
    if (!this.#published || this.#published === track) this.#toldMuted = muted;
    this.#published = track;
  }
}
