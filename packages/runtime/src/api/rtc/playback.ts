import type { Output, RtcPlayback } from "./ports.js";

/**
 * How the page wants to hear the others. Where the sound comes out outlives calls; what was said of users ends with
 * the call, as subscriptions do. It may be said before the join.
 */
export class Playback {
  #output: Output = "speakerphone";
  readonly #volumes = new Map<string, number>();
  readonly #muted = new Map<string, boolean>();
  #masterVolume = 100;
  #allMuted = false;
  #place: RtcPlayback | undefined;

  /** The call that is heard from now on. */
  enter(place: RtcPlayback): void {
    this.#place = place;
    // A device that is gone by now leaves the default one.
    void place.setOutput(this.#output).catch(() => undefined);
    place.setMasterVolume(this.#masterVolume);
    place.setAllMuted(this.#allMuted);
    for (const [userId, volume] of this.#volumes) place.setVolume(userId, volume);
    for (const [userId, muted] of this.#muted) place.setMuted(userId, muted);
  }

  exit(): void {
    this.#place = undefined;
    this.#volumes.clear();
    this.#muted.clear();
  }

  async setOutput(output: Output): Promise<void> {
    this.#output = output;
    await this.#place?.setOutput(output);
  }

  setVolume(userId: string, volume: number): void {
    this.#volumes.set(userId, volume);
    this.#place?.setVolume(userId, volume);
  }

  setMuted(userId: string, muted: boolean): void {
    this.#muted.set(userId, muted);
    this.#place?.setMuted(userId, muted);
  }

  setMasterVolume(volume: number): void {
    this.#masterVolume = volume;
    this.#place?.setMasterVolume(volume);
  }

  setAllMuted(muted: boolean): void {
    this.#allMuted = muted;
    this.#place?.setAllMuted(muted);
  }

  /** Starts what the browser held back. */
  async resume(): Promise<void> {
    await this.#place?.resume();
  }
}
