import { AudioPlayer, Room, type RtcError, type Source } from "@lianmai/client";
import { EventEmitter } from "eventemitter3";
import type { Backend } from "./backend.js";
import type { Member } from "./call-view.js";
import type { Devices } from "./devices.js";
import type { Texts } from "./text.js";

export interface CallEvents {
  /** Who is here, or how they are, changed. */
  changed: [];
  reconnecting: [on: boolean];
  /** The call ended without `leave()`. */
  ended: [error: RtcError];
  failed: [error: RtcError];
  soundBlocked: [];
}

/** How often the quality of the streams is looked at, milliseconds. */
const QUALITY_INTERVAL = 2_000;
/** Part of the packets lost from which on people notice. */
const WEAK_LOSS = 0.08;

/** A stay in a room: publishes what the devices give, plays everybody, and knows what each tile has to show. */
export class Call extends EventEmitter<CallEvents> {
  readonly #room: Room;
  readonly #player: AudioPlayer;
  readonly #names = new Map<string, string>();
  #speaking = new Set<string>();
  #weak = new Set<string>();
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #publish = () => this.#syncDevices();

  constructor(
    url: string,
    private readonly devices: Devices,
    private readonly backend: Backend,
    private readonly texts: Texts,
  ) {
    super();
    this.#room = new Room({ url });
    this.#player = new AudioPlayer(this.#room);
    this.#player.on("autoplayBlocked", () => this.emit("soundBlocked"));
    this.#listen();
  }

  /** @throws RtcError, BackendError */
  async join(roomId: string, userId: string, name: string): Promise<void> {
    const pass = await this.backend.pass(roomId, userId, name);
    this.#names.set(pass.userId, name);
    await this.#room.join({ ...pass, roomId });
    this.devices.on("changed", this.#publish);
    this.#syncDevices();
    this.#timer = setInterval(() => void this.#look(), QUALITY_INTERVAL);
  }

  async leave(): Promise<void> {
    this.#close();
    await this.#room.leave();
  }

  async playSound(): Promise<void> {
    await this.#player.resume();
  }

  /** Everybody who is visible, oneself first. */
  members(): Member[] {
    const all = [...this.#room.participants.values()];
    const ordered = [...all.filter(({ isLocal }) => isLocal), ...all.filter(({ isLocal }) => !isLocal)];
    return ordered.map(({ userId, isLocal, publications }) => {
      const camera = publications.find(({ source }) => source === "camera");
      const microphone = publications.find(({ source }) => source === "microphone");
      const remote = camera && !camera.muted ? this.#room.remoteTrack(userId, "camera") : undefined;
      const name = this.#names.get(userId) || userId;
      return {
        userId,
        name: isLocal ? `${name} (${this.texts.of("me")})` : name,
        video: isLocal ? this.devices.camera : remote,
        mirrored: isLocal && this.devices.facing === "front",
        muted: isLocal ? !this.devices.microphone : !microphone || microphone.muted,
        speaking: this.#speaking.has(userId),
        weak: this.#weak.has(userId),
      };
    });
  }

  #listen(): void {
    const room = this.#room;
    const changed = () => this.emit("changed");
    room.on("participantJoined", ({ userId }) => {
      changed();
      void this.#askName(userId);
    });
    for (const event of [
      "participantLeft",
      "published",
      "unpublished",
      "muted",
      "trackAdded",
      "trackRemoved",
    ] as const) {
      room.on(event, changed);
    }
    room.on("speaking", (speakers) => {
      this.#speaking = new Set(speakers.map(({ userId }) => userId));
      changed();
    });
    room.on("reconnecting", () => this.emit("reconnecting", true));
    room.on("reconnected", () => this.emit("reconnecting", false));
    room.on("publicationLost", (source, error) => {
      if (error.reason === "track_ended" && (source === "camera" || source === "microphone"))
        this.devices.forget(source);
      this.emit("failed", error);
    });
    room.on("subscriptionFailed", (_userId, _source, error) => this.emit("failed", error));
    room.on("removed", (error) => {
      this.#close();
      this.emit("ended", error);
    });
  }

  #syncDevices(): void {
    this.#sync("microphone", this.devices.microphone);
    this.#sync("camera", this.devices.camera);
  }

  #sync(source: Source, track: MediaStreamTrack | undefined): void {
    const done = track ? this.#room.publish(source, track) : this.#room.unpublish(source);
    done.catch((error: RtcError) => {
      // The end of the call tells itself.
      if (this.#room.state !== "left") this.emit("failed", error);
    });
  }

  async #askName(userId: string): Promise<void> {
    if (this.#names.has(userId)) return;
    // A member whose name is not known is shown by its id.
    const name = await this.backend.names([userId]).then(
      (names) => names.get(userId) ?? "",
      () => "",
    );
    this.#names.set(userId, name);
    this.emit("changed");
  }

  async #look(): Promise<void> {
    if (this.#room.state !== "joined") return;
    const { remote } = await this.#room.getStats();
    const weak = remote.filter(({ lossRatio }) => (lossRatio ?? 0) > WEAK_LOSS).map(({ userId }) => userId);
    this.#weak = new Set(weak);
    this.emit("changed");
  }

  #close(): void {
    clearInterval(this.#timer);
    this.devices.off("changed", this.#publish);
    this.#player.close();
  }
}
