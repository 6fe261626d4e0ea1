import {
  AudioPlayer,
  type JoinOptions,
  openCamera,
  openMicrophone,
  Room,
  RtcError,
  type Source,
} from "@lianmai/client";

/** What a page shows of a room. A new object whenever something of it has changed. */
export interface RoomView {
  readonly state: "out" | "joining" | "in" | "reconnecting";
  readonly members: readonly MemberView[];
  /** Whether the own devices are on. */
  readonly microphone: boolean;
  readonly camera: boolean;
  /** The browser plays no sound before a touch: offer a button that calls `playSound`. */
  readonly soundBlocked: boolean;
  /** What went wrong last; goes with the next thing that works. */
  readonly error: RtcError | undefined;
}

export interface MemberView {
  readonly userId: string;
  readonly isLocal: boolean;
  /** Undefined while there is nothing to see. */
  readonly video: MediaStreamTrack | undefined;
  readonly isMuted: boolean;
  readonly isSpeaking: boolean;
}

type OwnSource = "microphone" | "camera";

/** A room as a store that React can subscribe to: `subscribe` and `snapshot` are for `useSyncExternalStore`. */
export class RoomStore {
  readonly #room: Room;
  #player: AudioPlayer | undefined;
  readonly #own = new Map<OwnSource, MediaStreamTrack>();
  #speaking: ReadonlySet<string> = new Set();
  #soundBlocked = false;
  #error: RtcError | undefined;
  readonly #listeners = new Set<() => void>();
  #view: RoomView;

  /** @param url `wss://HOST/rtc/v1` */
  constructor(url: string) {
    this.#room = new Room({ url });
    this.#view = this.#look();
    const changes = ["stateChanged", "participantJoined", "participantLeft", "published", "unpublished"] as const;
    for (const event of [...changes, "muted", "trackAdded", "trackRemoved"] as const) {
      this.#room.on(event, () => this.#changed());
    }
    this.#room.on("speaking", (speakers) => {
      this.#speaking = new Set(speakers.map(({ userId }) => userId));
      this.#changed();
    });
    this.#room.on("publicationLost", (source, error) => {
      if (source === "camera" || source === "microphone") this.#own.delete(source);
      this.#failed(error);
    });
    this.#room.on("removed", (error) => {
      this.#close();
      this.#failed(error);
    });
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = () => this.#view;

  readonly join = async (options: JoinOptions) => {
    this.#error = undefined;
    const player = new AudioPlayer(this.#room);
    this.#player = player;
    player.on("autoplayBlocked", () => {
      this.#soundBlocked = true;
      this.#changed();
    });
    await this.#attempt(() => this.#room.join(options));
    if (this.#room.state === "left") this.#close();
  };

  readonly leave = async () => {
    this.#close();
    await this.#room.leave();
  };

  readonly setMicrophone = (on: boolean) => this.#setDevice("microphone", on, openMicrophone);
  readonly setCamera = (on: boolean) => this.#setDevice("camera", on, openCamera);

  readonly playSound = async () => {
    await this.#player?.resume();
    this.#soundBlocked = false;
    this.#changed();
  };

  async #setDevice(source: OwnSource, on: boolean, open: () => Promise<MediaStreamTrack>): Promise<void> {
    await this.#attempt(async () => {
      if (!on) {
        this.#own.get(source)?.stop();
        this.#own.delete(source);
        await this.#room.unpublish(source);
        return;
      }
      const track = await open();
      // The page may have left, or been put out, while the user was asked.
      if (this.#room.localUserId === undefined) return track.stop();
      this.#own.get(source)?.stop();
      this.#own.set(source, track);
      await this.#room.publish(source, track);
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#error = undefined;
      this.#changed();
    } catch (error) {
      this.#failed(RtcError.from(error));
    }
  }

  #failed(error: RtcError): void {
    this.#error = error;
    this.#changed();
  }

  #close(): void {
    for (const track of this.#own.values()) track.stop();
    this.#own.clear();
    this.#player?.close();
    this.#player = undefined;
    this.#soundBlocked = false;
    this.#speaking = new Set();
  }

  #changed(): void {
    this.#view = this.#look();
    for (const listener of [...this.#listeners]) listener();
  }

  #look(): RoomView {
    const { state, participants } = this.#room;
    const states = {
      idle: "out",
      left: "out",
      joining: "joining",
      joined: "in",
      reconnecting: "reconnecting",
    } as const;
    return {
      state: states[state],
      members: [...participants.values()].map(({ userId, isLocal, publications }) => {
        const sends = (source: Source) => publications.some((one) => one.source === source && !one.muted);
        const remote = sends("camera") ? this.#room.remoteTrack(userId, "camera") : undefined;
        return {
          userId,
          isLocal,
          video: isLocal ? this.#own.get("camera") : remote,
          isMuted: !sends("microphone"),
          isSpeaking: this.#speaking.has(userId),
        };
      }),
      microphone: this.#own.has("microphone"),
      camera: this.#own.has("camera"),
      soundBlocked: this.#soundBlocked,
      error: this.#error,
    };
  }
}
