import { EventEmitter } from "eventemitter3";
import { RtcApiError } from "./errors.js";

interface CaptureEvents {
  /** The track is another one than before, or there is none any more. */
  changed: [];
  /** The device went away by itself: unplugged or taken by another program, or no longer permitted. */
  lost: [error: RtcApiError, reason: LossReason];
  /** The system holds the device back, as during a phone call or in the background of some phones, or gives it again. */
  suspended: [on: boolean];
}

export type LossReason = "device_lost" | "permission_denied";

/** What one capture stands on. */
export interface CaptureSource {
  /** As users call it, for messages. */
  device: "camera" | "microphone";
  /** Asks the user where still unasked. */
  requestPermission(): Promise<"granted" | "denied">;
  open(): Promise<MediaStreamTrack>;
  /** Whether the device is forbidden now. */
  isForbidden(): Promise<boolean>;
}

/**
 * The camera or the microphone, as one call after the other wants it. Calls are carried out in order, one at a
 * time, so that a stop that comes while the permission is being asked for ends what the start begins.
 */
export class Capture {
  readonly events = new EventEmitter<CaptureEvents>();
  #track: MediaStreamTrack | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(private readonly source: CaptureSource) {}

  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  /** Succeeds at once when it runs already. Rejects with an `RtcApiError`. */
  start(): Promise<void> {
    return this.#inOrder(async () => {
      if (this.#track) return;
      await this.#open();
    });
  }

  /** Succeeds also when nothing runs. */
  stop(): Promise<void> {
    return this.#inOrder(async () => this.#drop());
  }

  /**
   * Opens the device anew, for another one or other settings: the old track ends first, as phones cannot open two cameras. Where
   * the new one cannot be opened, `restore` is called and the old one is opened again. Without a running capture
   * nothing is opened.
   */
  reopen(prepare: () => void, restore: () => void): Promise<void> {
    return this.#inOrder(async () => {
      prepare();
      if (!this.#track) return;
      this.#release();
      try {
        await this.#open();
      } catch (error) {
        restore();
        await this.#open().catch(() => this.#lose("device_lost"));
        throw error;
      }
    });
  }

  /** The permission is gone: the capture ends, and `lost` says so. */
  revoke(): void {
    if (!this.#track) return;
    this.#release();
    this.#lose("permission_denied");
  }

  /** Ends the capture for good. What is still being opened is closed as soon as it is there. */
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

  async #open(): Promise<void> {
    const { device } = this.source;
    if ((await this.source.requestPermission()) === "denied") throw RtcApiError.permissionDenied(device);
    let track: MediaStreamTrack;
    try {
      track = await this.source.open();
    } catch (error) {
      throw RtcApiError.capture(error);
    }
    if (this.#closed) {
      track.stop();
      throw RtcApiError.destroyed();
    }
    track.addEventListener("ended", () => {
      if (this.#track !== track) return;
      this.#track = undefined;
      void this.#explainLoss();
    });
    for (const [event, on] of [
      ["mute", true],
      ["unmute", false],
    ] as const) {
      track.addEventListener(event, () => this.#track === track && this.events.emit("suspended", on));
    }
    this.#track = track;
    this.events.emit("changed");
  }

  #drop(): void {
    if (!this.#track) return;
    this.#release();
    this.events.emit("changed");
  }

  #release(): void {
    const track = this.#track;
    this.#track = undefined;
    track?.stop();
  }

  /** Browsers end the track alike when the device is unplugged and when its permission is taken back. */
  async #explainLoss(): Promise<void> {
    this.events.emit("changed");
    const isForbidden = await this.source.isForbidden().catch(() => false);
    if (!this.#closed) this.#tellLoss(isForbidden ? "permission_denied" : "device_lost");
  }

  #lose(reason: LossReason): void {
    this.events.emit("changed");
    this.#tellLoss(reason);
  }

  #tellLoss(reason: LossReason): void {
    const { device } = this.source;
    const error =
      reason === "permission_denied"
        ? RtcApiError.permissionDenied(device)
        : RtcApiError.capture(new Error(`the ${device} was unplugged or taken by another program`));
    this.events.emit("lost", error, reason);
  }
}
