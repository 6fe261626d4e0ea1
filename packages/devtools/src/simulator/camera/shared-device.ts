/** Opens a device as `getUserMedia` does. */
export type OpenTrack = (constraints: MediaTrackConstraints) => Promise<MediaStreamTrack>;

interface Opening {
  track: Promise<MediaStreamTrack>;
  /** Copies that have not been stopped, and those still to come. */
  users: number;
}

/**
 * A camera or microphone of the computer for all phones of the page. However many use it, it is opened once for each
 * set of constraints. Taking out echo and noise for each of nine phones kept the page from its turn, and nine openings of
 * one camera can stop it for good: Chromium has ten buffers for a camera's frames, and each opening may hold another.
 */
export class SharedDevice {
  readonly #open: OpenTrack;
  readonly #openings = new Map<string, Opening>();

  constructor(open: OpenTrack) {
    this.#open = open;
  }

  /**
   * @returns a copy that is the caller's alone: stopped, disabled or constrained, it leaves the others as they are, and the
   * last one that is stopped switches the device off
   */
  async open(constraints: MediaTrackConstraints): Promise<MediaStreamTrack> {
    const key = JSON.stringify(constraints);
    const opening = this.#openings.get(key) ?? { track: this.#open(constraints), users: 0 };
    this.#openings.set(key, opening);
    opening.users += 1;
    try {
      const original = await opening.track;
      // Whoever hears first that it was unplugged may ask for it again before the others have let go of it.
      original.addEventListener("ended", () => this.#forget(key, opening), { once: true });
      return copyOf(original, () => this.#leave(key, opening));
    } catch (error) {
      this.#leave(key, opening);
      throw error;
    }
  }

  #leave(key: string, opening: Opening): void {
    opening.users -= 1;
    if (opening.users > 0) return;
    this.#forget(key, opening);
    // One that could not be opened need not be stopped.
    opening.track.then((track) => track.stop()).catch(() => {});
  }

  #forget(key: string, opening: Opening): void {
    if (this.#openings.get(key) === opening) this.#openings.delete(key);
  }
}

/** @param ended called once, when the copy was stopped or ended by itself */
function copyOf(original: MediaStreamTrack, ended: () => void): MediaStreamTrack {
  const copy = original.clone();
  const stop = copy.stop.bind(copy);
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    original.removeEventListener("ended", endToo);
    ended();
  };
  // Copies of a device's track end with it by themselves, those of a drawing do not.
  const endToo = () => {
    if (copy.readyState === "ended") return;
    stop();
    copy.dispatchEvent(new Event("ended"));
  };
  original.addEventListener("ended", endToo);
  copy.addEventListener("ended", end);
  // Browsers send no event for a track that a page stops itself.
  copy.stop = () => {
    stop();
    end();
  };
  return copy;
}
