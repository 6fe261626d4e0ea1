import { kindOf, type Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { RoomEvents } from "../room/events.js";
import { Voice } from "./voice.js";

export interface AudioPlayerEvents {
  /** The browser plays nothing until the user has touched the page: call `resume()` from a click. */
  autoplayBlocked: [];
}

/** What the player uses of a `Room`. */
export interface AudioSource {
  readonly participants: ReadonlyMap<string, unknown>;
  remoteTrack(userId: string, source: Source): MediaStreamTrack | undefined;
  on<E extends "trackAdded" | "trackRemoved">(event: E, listener: (...args: RoomEvents[E]) => void): unknown;
  off<E extends "trackAdded" | "trackRemoved">(event: E, listener: (...args: RoomEvents[E]) => void): unknown;
}

/**
 * Plays every remote audio track of a room, whoever shows the pictures: a participant whose camera is off has no
 * tile but must be heard. Settings belong to the user id and stay for tracks to come.
 */
export class AudioPlayer extends EventEmitter<AudioPlayerEvents> {
  readonly #room: AudioSource;
  readonly #voices = new Map<string, { userId: string; voice: Voice }>();
  readonly #volumes = new Map<string, number>();
  readonly #muted = new Set<string>();
  #masterVolume = 100;
  #allMuted = false;
  #sink = "";
  #context: AudioContext | undefined;
  #blocked = false;

  constructor(room: AudioSource) {
    super();
    this.#room = room;
    room.on("trackAdded", this.#handleAdded);
    room.on("trackRemoved", this.#handleRemoved);
    // Made in the middle of a call, it takes over what is already there.
    for (const userId of room.participants.keys()) {
      for (const source of ["microphone", "screenAudio"] as const) {
        const track = room.remoteTrack(userId, source);
        if (track) this.#handleAdded(userId, source, track);
      }
    }
  }

  /** Whether the browser waits for `resume()`. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /**
   * How loud a user is, percent: 0 to 200, 100 as it comes. Values outside are brought inside.
   * @throws RangeError if it is not a number.
   */
  setVolume(userId: string, volume: number): void {
    this.#volumes.set(userId, toVolume(volume));
    this.#apply(userId);
  }

  /** Silences a user on this side only; the subscription stays. */
  setMuted(userId: string, muted: boolean): void {
    if (muted) this.#muted.add(userId);
    else this.#muted.delete(userId);
    this.#apply(userId);
  }

  /**
   * How loud everybody is, percent: 0 to 200, on top of what `setVolume` says. Values outside are brought inside.
   * @throws RangeError if it is not a number.
   */
  setMasterVolume(volume: number): void {
    this.#masterVolume = toVolume(volume);
    this.#applyAll();
  }

  /** Silences everybody on this side only, those to come too; what `setMuted` says is kept beside it. */
  setAllMuted(muted: boolean): void {
    this.#allMuted = muted;
    this.#applyAll();
  }

  /**
   * Plays on another output device, an id of `listDevices("audiooutput")`; "" for the default one. Browsers that
   * cannot choose (Safari on iOS) stay with theirs, and so does a device that cannot be opened.
   */
  setSink(deviceId: string): void {
    this.#sink = deviceId;
    this.#applyContextSink();
    this.#applyAll();
  }

  /** Starts what the browser held back. Call it from a handler of a click or touch. */
  async resume(): Promise<void> {
    this.#blocked = false;
    await this.#context?.resume();
    await Promise.all([...this.#voices.values()].map(({ voice }) => this.#play(voice)));
  }

  /** Stops all sound and lets go of the room. */
  close(): void {
    this.#room.off("trackAdded", this.#handleAdded);
    this.#room.off("trackRemoved", this.#handleRemoved);
    for (const { voice } of this.#voices.values()) voice.close();
    this.#voices.clear();
    void this.#context?.close();
    this.#context = undefined;
    this.removeAllListeners();
  }

  readonly #handleAdded = (userId: string, source: Source, track: MediaStreamTrack) => {
    if (kindOf(source) !== "audio") return;
    this.#handleRemoved(userId, source);
    const voice = new Voice(track, this.#settings(userId), () => this.#openContext());
    this.#voices.set(key(userId, source), { userId, voice });
    void this.#play(voice);
  };

  readonly #handleRemoved = (userId: string, source: Source) => {
    this.#voices.get(key(userId, source))?.voice.close();
    this.#voices.delete(key(userId, source));
  };

  async #play(voice: Voice): Promise<void> {
    try {
      await voice.play();
    } catch (error) {
      // Any other failure is that of a voice that was closed while it started.
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError" || this.#blocked) return;
      this.#blocked = true;
      this.emit("autoplayBlocked");
    }
  }

  #apply(userId: string): void {
    for (const entry of this.#voices.values()) {
      if (entry.userId === userId) entry.voice.apply(this.#settings(userId));
    }
  }

  #applyAll(): void {
    for (const { userId, voice } of this.#voices.values()) voice.apply(this.#settings(userId));
  }

  #settings(userId: string) {
    const volume = ((this.#volumes.get(userId) ?? 100) * this.#masterVolume) / 100;
    return { volume, muted: this.#allMuted || this.#muted.has(userId), sink: this.#sink };
  }

  #openContext(): AudioContext {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#applyContextSink();
    }
    return this.#context;
  }

  #applyContextSink(): void {
    const context = this.#context as (AudioContext & { setSinkId?(id: string): Promise<void> }) | undefined;
    if (this.#sink !== "" || context?.setSinkId) context?.setSinkId?.(this.#sink).catch(() => {});
  }
}

function toVolume(volume: number): number {
  if (typeof volume !== "number" || Number.isNaN(volume)) {
    throw new RangeError("volume must be a number from 0 to 200");
  }
  return Math.min(Math.max(volume, 0), 200);
}

function key(userId: string, source: Source): string {
  return `${source} ${userId}`;
}
