import type { Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type {
  CameraOptions,
  PlaybackDevice,
  RtcDevices,
  RtcJoinOptions,
  RtcMember,
  RtcRoom,
  RtcRoomEvents,
} from "./ports.js";

/** The RTC client, once it is there. */
export interface LoadedClient {
  devices: RtcDevices;
  createRoom(events: EventEmitter<RtcRoomEvents>): RtcRoom;
}

/**
 * The RTC client before its code has come: devices and rooms are there at once, and their first calls wait for it.
 * A load that fails is told to those who wait; the next call tries again.
 */
export class LateClient {
  readonly #load: () => Promise<LoadedClient>;
  #client: Promise<LoadedClient> | undefined;

  constructor(load: () => Promise<LoadedClient>) {
    this.#load = load;
  }

  readonly devices: RtcDevices = {
    openCamera: async (options: CameraOptions) => (await this.#loaded()).devices.openCamera(options),
    openMicrophone: async () => (await this.#loaded()).devices.openMicrophone(),
  };

  createRoom(): RtcRoom {
    const events = new EventEmitter<RtcRoomEvents>();
    return new LateRoom(
      events,
      this.#loaded().then((client) => client.createRoom(events)),
    );
  }

  /** Begins to load without anybody waiting. */
  prepare(): void {
    this.#loaded().catch(() => undefined);
  }

  #loaded(): Promise<LoadedClient> {
    this.#client ??= this.#load().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }
}

/** A room that is there before its code. It is empty until then, as every room is before the join. */
class LateRoom implements RtcRoom {
  readonly events: EventEmitter<RtcRoomEvents>;
  readonly #ready: Promise<RtcRoom>;
  #room: RtcRoom | undefined;

  constructor(events: EventEmitter<RtcRoomEvents>, ready: Promise<RtcRoom>) {
    this.events = events;
    this.#ready = ready;
    ready.then(
      (room) => {
        this.#room = room;
      },
      // The join tells it.
      () => undefined,
    );
  }

  members(): RtcMember[] {
    return this.#room?.members() ?? [];
  }

  remoteTrack(userId: string, source: Source): MediaStreamTrack | undefined {
    return this.#room?.remoteTrack(userId, source);
  }

  async join(options: RtcJoinOptions): Promise<void> {
    await (await this.#ready).join(options);
  }

  async leave(): Promise<void> {
    await (await this.#ready).leave();
  }

  async publish(source: Source, track: MediaStreamTrack): Promise<void> {
    await (await this.#ready).publish(source, track);
  }

  async unpublish(source: Source): Promise<void> {
    await (await this.#ready).unpublish(source);
  }

  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    await (await this.#ready).replaceTrack(source, track);
  }

  async subscribe(userId: string, source: Source): Promise<void> {
    await (await this.#ready).subscribe(userId, source);
  }

  async unsubscribe(userId: string, source: Source): Promise<void> {
    await (await this.#ready).unsubscribe(userId, source);
  }

  async updateToken(token: string): Promise<void> {
    await (await this.#ready).updateToken(token);
  }

  async setVisibility(visible: boolean): Promise<void> {
    await (await this.#ready).setVisibility(visible);
  }

  async setPlaybackDevice(device: PlaybackDevice): Promise<void> {
    await (await this.#ready).setPlaybackDevice(device);
  }
}
