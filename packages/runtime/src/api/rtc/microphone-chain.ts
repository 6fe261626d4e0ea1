import { EventEmitter } from "eventemitter3";
import type { FilteredMicrophone, RtcDevices } from "./ports.js";

interface MicrophoneChainEvents {
  /** `output` is another track than before. */
  changed: [];
  /** The filter could not be made; the microphone goes out as it comes. */
  failed: [error: unknown];
}

interface Filter {
  made: FilteredMicrophone;
  of: MediaStreamTrack;
  denoises: boolean;
}

/**
 * The microphone on its way into the room: as it comes, or through a filter where noise suppression or a gain was
 * asked for. Until a new filter stands, the earlier output goes on.
 */
export class MicrophoneChain {
  readonly events = new EventEmitter<MicrophoneChainEvents>();
  #source: MediaStreamTrack | undefined;
  #output: MediaStreamTrack | undefined;
  #filter: Filter | undefined;
  #denoise = false;
  #gain = 100;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly devices: Pick<RtcDevices, "filterMicrophone">) {}

  /** What is to be published. */
  get output(): MediaStreamTrack | undefined {
    return this.#output;
  }

  /** The microphone that runs now, if any. */
  setSource(source: MediaStreamTrack | undefined): void {
    this.#source = source;
    // Without a filter there is nothing to wait for.
    if (!source || !this.#isFiltered()) this.#settle();
    else this.#inOrder().catch((error: unknown) => this.events.emit("failed", error));
  }

  /** Settles when the microphone that runs goes through it. Rejects when it cannot, and then nothing has changed. */
  async setDenoise(on: boolean): Promise<void> {
    const before = this.#denoise;
    this.#denoise = on;
    try {
      await this.#inOrder();
    } catch (error) {
      this.#denoise = before;
      this.#inOrder().catch((reason: unknown) => this.events.emit("failed", reason));
      throw error;
    }
  }

  /** @param percent 0 to 200. Rejects when the browser cannot, and then nothing has changed. */
  async setGain(percent: number): Promise<void> {
    const before = this.#gain;
    this.#gain = percent;
    try {
      await this.#inOrder();
    } catch (error) {
      this.#gain = before;
      throw error;
    }
  }

  close(): void {
    this.#source = undefined;
    this.#settle();
    this.events.removeAllListeners();
  }

  #isFiltered(): boolean {
    return this.#denoise || this.#gain !== 100;
  }

  #inOrder(): Promise<void> {
    const step = this.#tail.then(() => this.#build());
    this.#tail = step.catch(() => undefined);
    return step;
  }

  async #build(): Promise<void> {
    const [source, denoise] = [this.#source, this.#denoise];
    if (!source || !this.#isFiltered()) return this.#settle();
    const filter = this.#filter;
    if (filter && filter.of === source && filter.denoises === denoise) {
      filter.made.setGain(this.#gain);
      return;
    }
    let made: FilteredMicrophone;
    try {
      made = await this.devices.filterMicrophone(source, { denoise, gain: this.#gain });
    } catch (error) {
      // Better heard with noise than not at all.
      if (this.#source === source && this.#filter?.of !== source) this.#put(undefined, source);
      throw error;
    }
    // Stopped, or another one, while the filter was made: whoever changed it has a turn of its own.
    if (this.#source !== source) made.close();
    else this.#put({ made, of: source, denoises: denoise }, made.track);
  }

  /** The microphone as it comes, or nothing. */
  #settle(): void {
    this.#put(undefined, this.#source);
  }

  #put(filter: Filter | undefined, output: MediaStreamTrack | undefined): void {
    const before = this.#filter;
    this.#filter = filter;
    const isOther = output !== this.#output;
    this.#output = output;
    if (isOther) this.events.emit("changed");
    before?.made.close();
  }
}
