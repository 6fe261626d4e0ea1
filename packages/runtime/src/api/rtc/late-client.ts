import type { Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { RtcDevices, RtcJoinOptions, RtcMember, RtcPlayback, RtcRoom, RtcRoomEvents } from "./ports.js";

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
    openCamera: async (options) => (await this.#loaded()).devices.openCamera(options),
    openMicrophone: async (options) => (await this.#loaded()).devices.openMicrophone(options),
    openScreen: async (options) => (await this.#loaded()).devices.openScreen(options),
    filterMicrophone: async (track, options) => (await this.#loaded()).devices.filterMicrophone(track, options),
    list: async () => (await this.#loaded()).devices.list(),
    isForbidden: async (device) => (await this.#loaded()).devices.isForbidden(device),
    watch: (changed) => {
      // Without the code there are no devices to use either.
      void this.#loaded().then(
        ({ devices }) => devices.watch(changed),
        () => undefined,
      );
    },
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

  readonly join = async (options: RtcJoinOptions) => (await this.#ready).join(options);
  readonly leave = async () => (await this.#ready).leave();
  readonly publish: RtcRoom["publish"] = async (...args) => (await this.#ready).publish(...args);
  readonly mutePublication: RtcRoom["mutePublication"] = async (...args) =>
    (await this.#ready).mutePublication(...args);
  readonly unpublish: RtcRoom["unpublish"] = async (source) => (await this.#ready).unpublish(source);
  readonly replaceTrack: RtcRoom["replaceTrack"] = async (...args) => (await this.#ready).replaceTrack(...args);
  readonly subscribe: RtcRoom["subscribe"] = async (...args) => (await this.#ready).subscribe(...args);
  readonly unsubscribe: RtcRoom["unsubscribe"] = async (...args) => (await this.#ready).unsubscribe(...args);
  readonly setDemand: RtcRoom["setDemand"] = (...args) => this.#soon((room) => room.setDemand(...args));
  readonly updateToken: RtcRoom["updateToken"] = async (token) => (await this.#ready).updateToken(token);
  readonly setVisibility: RtcRoom["setVisibility"] = async (visible) => (await this.#ready).setVisibility(visible);
  readonly setEncoder: RtcRoom["setEncoder"] = async (encoder) => (await this.#ready).setEncoder(encoder);
  readonly sendMessage: RtcRoom["sendMessage"] = async (...args) => (await this.#ready).sendMessage(...args);
  readonly stats: RtcRoom["stats"] = async () => (await this.#ready).stats();

  readonly setOutput: RtcPlayback["setOutput"] = async (output) => (await this.#ready).setOutput(output);
  readonly resume: RtcPlayback["resume"] = async () => (await this.#ready).resume();
  readonly setVolume: RtcPlayback["setVolume"] = (...args) => this.#soon((room) => room.setVolume(...args));
  readonly setMuted: RtcPlayback["setMuted"] = (...args) => this.#soon((room) => room.setMuted(...args));
  readonly setMasterVolume: RtcPlayback["setMasterVolume"] = (percent) =>
    this.#soon((room) => room.setMasterVolume(percent));
  readonly setAllMuted: RtcPlayback["setAllMuted"] = (muted) => this.#soon((room) => room.setAllMuted(muted));

  /** A setting that nobody waits for; where the room never comes there is no sound to set. */
  #soon(set: (room: RtcRoom) => void): void {
    void this.#ready.then(set, () => undefined);
  }
}
