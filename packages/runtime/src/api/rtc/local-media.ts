import { EventEmitter } from "eventemitter3";
import { Capture, type LossReason } from "./capture.js";
import { causeOf, RtcApiError } from "./errors.js";
import { MicrophoneChain } from "./microphone-chain.js";
import type { EncoderConfig, Facing, RtcDevices, RtcRoom } from "./ports.js";
import { Publisher } from "./publisher.js";
import { ScreenCapture } from "./screen-capture.js";

/** What can be captured by a device and published. */
export type LocalSource = "microphone" | "camera";
/** What can be published in all. */
export type PublishedSource = LocalSource | "screen" | "screenAudio";

export const LOCAL_SOURCES: readonly LocalSource[] = ["microphone", "camera"];
const PUBLISHED_SOURCES: readonly PublishedSource[] = ["microphone", "camera", "screen", "screenAudio"];
const SCREEN_SOURCES: readonly PublishedSource[] = ["screen", "screenAudio"];

/** Who takes the noise out of the microphone: nobody, the browser, or RNNoise. */
export type NoiseSuppression = "off" | "browser" | "rnnoise";

/** The call that local media are published in. */
export interface PublishPlace {
  room: RtcRoom;
  autoPublish: boolean;
}

interface LocalMediaEvents {
  /** Other tracks than before, or another side of the phone. */
  pictureChanged: [];
  /** The device went away by itself. */
  lost: [source: LocalSource, error: RtcApiError, reason: LossReason];
  /** The system holds the device back, or gives it again. */
  suspended: [source: LocalSource, on: boolean];
  /** The user stopped sharing the screen. */
  screenEnded: [];
  /** What was to be published without anybody waiting for it was refused. */
  publishFailed: [error: unknown];
}

/**
 * Camera, microphone and screen, and which of them are published: what is captured, in a call, visible, and wanted.
 * It outlives calls; only the wishes of `changeStreamPublishState` end with one.
 */
export class LocalMedia {
  readonly events = new EventEmitter<LocalMediaEvents>();
  readonly #captures: Record<LocalSource, Capture>;
  readonly #screen: ScreenCapture;
  readonly #chain: MicrophoneChain;
  readonly #publishers: Record<PublishedSource, Publisher>;
  /** What `changeStreamPublishState` asked for; where it said nothing, `autoPublish` counts. */
  #wishes: Partial<Record<LocalSource, boolean>> = {};
  #place: PublishPlace | undefined;
  #visible = true;
  #facing: Facing = "front";
  #encoder: EncoderConfig = {};
  /** The devices that the page chose; where it chose none, the system's. */
  #chosen: Partial<Record<LocalSource, string>> = {};
  #noise: NoiseSuppression = "browser";
  #microphoneMuted = false;

  constructor(
    devices: RtcDevices,
    requestPermission: (scope: "scope.camera" | "scope.record") => Promise<"granted" | "denied">,
  ) {
    this.#captures = {
      microphone: new Capture({
        device: "microphone",
        requestPermission: () => requestPermission("scope.record"),
        open: () =>
          devices.openMicrophone({ noiseSuppression: this.#noise === "browser", ...this.#choice("microphone") }),
        isForbidden: () => devices.isForbidden("microphone"),
      }),
      camera: new Capture({
        device: "camera",
        requestPermission: () => requestPermission("scope.camera"),
        open: () => devices.openCamera({ facing: this.#facing, ...this.#choice("camera"), ...this.#encoder }),
        isForbidden: () => devices.isForbidden("camera"),
      }),
    };
    this.#screen = new ScreenCapture(devices);
    this.#chain = new MicrophoneChain(devices);
    this.#publishers = {
      microphone: new Publisher("microphone"),
      camera: new Publisher("camera"),
      screen: new Publisher("screen"),
      screenAudio: new Publisher("screenAudio"),
    };
    this.#listen();
  }

  get camera(): MediaStreamTrack | undefined {
    return this.#captures.camera.track;
  }

  get screen(): MediaStreamTrack | undefined {
    return this.#screen.screen;
  }

  get facing(): Facing {
    return this.#facing;
  }

  get visible(): boolean {
    return this.#visible;
  }

  isCaptured(source: LocalSource): boolean {
    return this.#captures[source].track !== undefined;
  }

  async capture(source: LocalSource, on: boolean): Promise<void> {
    await (on ? this.#captures[source].start() : this.#captures[source].stop());
  }

  /** Lets the user choose a screen, and publishes it whenever there is a call; or stops. */
  async captureScreen(on: boolean, audio: boolean): Promise<void> {
    if (!on) return this.#screen.stop();
    this.#assertMayPublish();
    await this.#screen.start(audio);
  }

  /** The user took a permission back. */
  revoke(source: LocalSource): void {
    this.#captures[source].revoke();
  }

  async switchCamera(facing: Facing): Promise<void> {
    const before = this.#facing;
    const chosen = this.#chosen.camera;
    if (facing === before && chosen === undefined) return;
    const turn = (to: Facing, deviceId: string | undefined) => {
      this.#facing = to;
      this.#choose("camera", deviceId);
      this.events.emit("pictureChanged");
    };
    await this.#captures.camera.reopen(
      () => turn(facing, undefined),
      () => turn(before, chosen),
    );
  }

  /** The phone's cameras are others than before: the one that runs is opened anew, or lost where there is none left. */
  async handleCamerasChanged(): Promise<void> {
    const same = () => undefined;
    // A failure is told by `lost`.
    await this.#captures.camera.reopen(same, same).catch(same);
  }

  /** Uses this device from now on, also for what runs. "" goes back to the system's choice. */
  async chooseDevice(source: LocalSource, deviceId: string): Promise<void> {
    const before = this.#chosen[source];
    const wanted = deviceId === "" ? undefined : deviceId;
    if (wanted === before) return;
    await this.#captures[source].reopen(
      () => this.#choose(source, wanted),
      () => this.#choose(source, before),
    );
  }

  /** From now on, also for the microphone that runs. Rejects when it cannot be had; then nothing has changed. */
  async suppressNoise(noise: NoiseSuppression): Promise<void> {
    const before = this.#noise;
    if (noise === before) return;
    try {
      // What has to be loaded comes first, so that a failure costs no sound.
      if (noise === "rnnoise") await this.#chain.setDenoise(true);
      await this.#captures.microphone.reopen(
        () => {
          this.#noise = noise;
        },
        () => {
          this.#noise = before;
        },
      );
      // Settles when the microphone that was opened anew goes through it.
      await this.#chain.setDenoise(noise === "rnnoise");
    } catch (error) {
      if (noise === "rnnoise") await this.#chain.setDenoise(false).catch(() => undefined);
      throw RtcApiError.noiseSuppression(error);
    }
  }

  /** Sends nothing of the microphone, and shows the others that it is muted; the capture goes on. */
  async muteMicrophone(muted: boolean): Promise<void> {
    this.#microphoneMuted = muted;
    await this.#publish("microphone");
  }

  /** How loud the microphone goes out, percent: 0 to 200. */
  async setMicrophoneGain(percent: number): Promise<void> {
    await this.#chain.setGain(percent);
  }

  /** For the cameras opened from now on, and for the one that runs: what it gives and what is sent of it. */
  async setEncoder(encoder: EncoderConfig): Promise<void> {
    this.#encoder = encoder;
    try {
      await this.camera?.applyConstraints({ ...encoder });
      if (this.#publishers.camera.isPublished) await this.#place?.room.setEncoder(encoder);
    } catch (error) {
      throw RtcApiError.badParameter(`the camera cannot do this: ${causeOf(error).message}`);
    }
  }

  /**
   * Publishes these whenever they are captured, or no longer. Settles when what can be done now is done.
   * @throws RtcApiError of somebody who is invisible
   */
  async wish(sources: readonly LocalSource[], on: boolean): Promise<void> {
    if (on) this.#assertMayPublish();
    for (const source of sources) this.#wishes[source] = on;
    await Promise.all(sources.map((source) => this.#publish(source)));
  }

  /** Settles when what is published fits. */
  async setVisible(visible: boolean): Promise<void> {
    this.#visible = visible;
    await Promise.all(PUBLISHED_SOURCES.map((source) => this.#publish(source)));
  }

  /** A call was joined. */
  enter(place: PublishPlace): void {
    this.#place = place;
    for (const source of PUBLISHED_SOURCES) this.#publishInBackground(source);
  }

  /** The call is over, and with it what was published and wished. The captures go on, but that of the screen. */
  exit(): void {
    this.#place = undefined;
    this.#wishes = {};
    // Nobody goes on showing a screen to a room that is gone.
    void this.#screen.stop().catch(() => undefined);
    for (const source of PUBLISHED_SOURCES) this.#publishInBackground(source);
  }

  /** The room has dropped a publication by itself. */
  publicationLost(room: RtcRoom, source: PublishedSource): void {
    this.#publishers[source].lost(room);
  }

  close(): void {
    this.#chain.close();
    this.#screen.close();
    for (const source of LOCAL_SOURCES) this.#captures[source].close();
  }

  #listen(): void {
    for (const source of LOCAL_SOURCES) {
      const { events } = this.#captures[source];
      events.on("lost", (error, reason) => this.events.emit("lost", source, error, reason));
      events.on("suspended", (on) => this.events.emit("suspended", source, on));
    }
    this.#captures.camera.events.on("changed", () => this.#changed("camera"));
    this.#captures.microphone.events.on("changed", () => this.#chain.setSource(this.#captures.microphone.track));
    this.#chain.events.on("changed", () => this.#changed("microphone"));
    this.#chain.events.on("failed", (error) => this.events.emit("publishFailed", error));
    this.#screen.events.on("changed", () => this.#changed(...SCREEN_SOURCES));
    this.#screen.events.on("ended", () => this.events.emit("screenEnded"));
  }

  #changed(...sources: readonly PublishedSource[]): void {
    this.events.emit("pictureChanged");
    for (const source of sources) this.#publishInBackground(source);
  }

  #assertMayPublish(): void {
    if (this.#visible) return;
    throw RtcApiError.badParameter(
      "an invisible user may not publish; call changeUserVisibility({visible: true}) first",
    );
  }

  #choice(source: LocalSource): { deviceId?: string } {
    const deviceId = this.#chosen[source];
    return deviceId === undefined ? {} : { deviceId };
  }

  #choose(source: LocalSource, deviceId: string | undefined): void {
    if (deviceId === undefined) delete this.#chosen[source];
    else this.#chosen[source] = deviceId;
  }

  #trackOf(source: PublishedSource): MediaStreamTrack | undefined {
    if (source === "microphone") return this.#chain.output;
    if (source === "camera") return this.#captures.camera.track;
    return this.#screen[source];
  }

  #isWanted(source: PublishedSource): boolean {
    if (!this.#visible || !this.#place) return false;
    // Whoever shares a screen in a call wants it seen.
    if (source === "screen" || source === "screenAudio") return true;
    return this.#wishes[source] ?? this.#place.autoPublish;
  }

  #publish(source: PublishedSource): Promise<void> {
    const track = this.#isWanted(source) ? this.#trackOf(source) : undefined;
    const muted = source === "microphone" && this.#microphoneMuted;
    const encoder = source === "camera" ? { encoder: this.#encoder } : {};
    return this.#publishers[source].set({ room: this.#place?.room, track, muted, ...encoder });
  }

  #publishInBackground(source: PublishedSource): void {
    this.#publish(source).catch((error: unknown) => this.events.emit("publishFailed", error));
  }
}
