import { EventEmitter } from "eventemitter3";
import { RtcApiError } from "./errors.js";
import type { RtcDevices, SharedScreen } from "./ports.js";

interface ScreenCaptureEvents {
  /** Other tracks than before, or none any more. */
  changed: [];
  /** The user stopped sharing by the browser's own button, or what was shown is gone. */
  ended: [];
}

/** The own screen, as one call after the other wants it: calls are carried out in order, one at a time. */
export class ScreenCapture {
  readonly events = new EventEmitter<ScreenCaptureEvents>();
  #shared: SharedScreen | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(private readonly devices: Pick<RtcDevices, "openScreen">) {}

  get screen(): MediaStreamTrack | undefined {
    return this.#shared?.screen;
  }

  get screenAudio(): MediaStreamTrack | undefined {
    return this.#shared?.screenAudio;
  }

  /**
   * Lets the user choose; succeeds at once when something is shared already. Rejects with an `RtcApiError`. Browsers show
   * the choice only soon after a touch.
   */
  start(audio: boolean): Promise<void> {
    return this.#inOrder(async () => {
      if (!this.#shared) await this.#open(audio);
    });
  }

  /** Succeeds also when nothing is shared. */
  stop(): Promise<void> {
    return this.#inOrder(async () => this.#drop());
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #inOrder(step: () => Promise<void>): Promise<void> {
    const result = this.#tail.then(() => {
      if (this.#closed) throw RtcApiError.destroyed();
      return step();
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #open(audio: boolean): Promise<void> {
    let shared: SharedScreen;
    try {
      shared = await this.devices.openScreen({ audio });
    } catch (error) {
      throw RtcApiError.screen(error);
    }
    this.#shared = shared;
    if (this.#closed) {
      this.#drop();
      throw RtcApiError.destroyed();
    }
    shared.screen.addEventListener("ended", () => {
      if (this.#shared !== shared) return;
      this.#drop();
      this.events.emit("ended");
    });
    this.events.emit("changed");
  }

  #drop(): void {
    const shared = this.#shared;
    if (!shared) return;
    this.#shared = undefined;
    shared.screen.stop();
    shared.screenAudio?.stop();
    this.events.emit("changed");
  }
}
