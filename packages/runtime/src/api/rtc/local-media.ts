import { EventEmitter } from "eventemitter3";
import { Capture } from "./capture.js";
import { causeOf, RtcApiError } from "./errors.js";
import type { Facing, RtcDevices, RtcRoom } from "./ports.js";
import { Publisher } from "./publisher.js";

/** What can be captured and published. */
export type LocalSource = "microphone" | "camera";

export const LOCAL_SOURCES: readonly LocalSource[] = ["microphone", "camera"];

/** The most that the camera is asked for: pixels, and frames per second. */
export interface EncoderConfig {
  width?: number;
  height?: number;
  frameRate?: number;
}

/** The call that local media are published in. */
export interface PublishPlace {
  room: RtcRoom;
  autoPublish: boolean;
}

interface LocalMediaEvents {
  /** Another camera track, none, or another side of the phone. */
  pictureChanged: [];
  /** The device went away by itself. */
  lost: [source: LocalSource, error: RtcApiError];
  /** What was to be published without anybody waiting for it was refused. */
  publishFailed: [error: unknown];
}

/**
 * Camera and microphone, and which of them are published: what is captured, in a call, visible, and wanted. It
 * outlives calls; only the wishes of `changeStreamPublishState` end with one.
 */
export class LocalMedia {
  readonly events = new EventEmitter<LocalMediaEvents>();
  readonly #captures: Record<LocalSource, Capture>;
  readonly #publishers: Record<LocalSource, Publisher>;
  /** What `changeStreamPublishState` asked for; where it said nothing, `autoPublish` counts. */
  #wishes: Partial<Record<LocalSource, boolean>> = {};
  #place: PublishPlace | undefined;
  #visible = true;
  #facing: Facing = "front";
  #encoder: EncoderConfig = {};

  constructor(
    devices: RtcDevices,
    requestPermission: (scope: "scope.camera" | "scope.record") => Promise<"granted" | "denied">,
  ) {
    this.#captures = {
      microphone: new Capture({
        device: "microphone",
        requestPermission: () => requestPermission("scope.record"),
        open: () => devices.openMicrophone(),
      }),
      camera: new Capture({
        device: "camera",
        requestPermission: () => requestPermission("scope.camera"),
        open: () => devices.openCamera({ facing: this.#facing, ...this.#encoder }),
      }),
    };
    this.#publishers = { microphone: new Publisher("microphone"), camera: new Publisher("camera") };
    for (const source of LOCAL_SOURCES) {
      this.#captures[source].events.on("changed", () => {
        this.events.emit("pictureChanged");
        this.#publishInBackground(source);
      });
      this.#captures[source].events.on("lost", (error) => this.events.emit("lost", source, error));
    }
  }

  get camera(): MediaStreamTrack | undefined {
    return this.#captures.camera.track;
  }

  get facing(): Facing {
    return this.#facing;
  }

  get visible(): boolean {
    return this.#visible;
  }

  async capture(source: LocalSource, on: boolean): Promise<void> {
    await (on ? this.#captures[source].start() : this.#captures[source].stop());
  }

  /** The user took a permission back. */
  revoke(source: LocalSource): void {
    this.#captures[source].revoke();
  }

  async switchCamera(facing: Facing): Promise<void> {
    const turn = (to: Facing) => {
      this.#facing = to;
      this.events.emit("pictureChanged");
    };
    const before = this.#facing;
    if (facing === before) return;
    await this.#captures.camera.reopen(
      () => turn(facing),
      () => turn(before),
    );
  }

  /** For the cameras opened from now on, and for the one that runs. */
  async setEncoder(encoder: EncoderConfig): Promise<void> {
    this.#encoder = encoder;
    try {
      await this.camera?.applyConstraints({ ...encoder });
    } catch (error) {
      throw RtcApiError.badParameter(`the camera cannot do this: ${causeOf(error).message}`);
    }
  }

  /** Publishes these whenever they are captured, or no longer. Settles when what can be done now is done. */
  async wish(sources: readonly LocalSource[], on: boolean): Promise<void> {
    for (const source of sources) this.#wishes[source] = on;
    await Promise.all(sources.map((source) => this.#publish(source)));
  }

  /** Settles when what is published fits. */
  async setVisible(visible: boolean): Promise<void> {
    this.#visible = visible;
    await Promise.all(LOCAL_SOURCES.map((source) => this.#publish(source)));
  }

  /** A call was joined. */
  enter(place: PublishPlace): void {
    this.#place = place;
    for (const source of LOCAL_SOURCES) this.#publishInBackground(source);
  }

  /** The call is over, and with it what was published and wished. The captures go on. */
  exit(): void {
    this.#place = undefined;
    this.#wishes = {};
    for (const source of LOCAL_SOURCES) this.#publishInBackground(source);
  }

  /** The room has dropped a publication by itself. */
  publicationLost(room: RtcRoom, source: LocalSource): void {
    this.#publishers[source].lost(room);
  }

  close(): void {
    for (const source of LOCAL_SOURCES) this.#captures[source].close();
  }

  #publish(source: LocalSource): Promise<void> {
    const place = this.#place;
    const wanted = this.#visible && (this.#wishes[source] ?? place?.autoPublish);
    const track = wanted ? this.#captures[source].track : undefined;
    return this.#publishers[source].set({ room: place?.room, track });
  }

  #publishInBackground(source: LocalSource): void {
    this.#publish(source).catch((error: unknown) => this.events.emit("publishFailed", error));
  }
}
