import {
  AudioPlayer,
  BackoffPolicy,
  type JoinOptions,
  openCamera,
  openMicrophone,
  type PublishOptions,
  Room,
  type RoomEvents,
  type RoomOptions,
  type RoomStats,
  RtcError,
  type Source,
} from "@lianmai/client";

/** How a call of the client ended, in a form that leaves the page. */
export type Outcome = { ok: true } | { ok: false; name: string; reason: string; code: number; message: string };

const EVENTS = [
  "stateChanged",
  "participantJoined",
  "participantLeft",
  "published",
  "unpublished",
  "muted",
  "trackAdded",
  "trackRemoved",
  "tokenWillExpire",
  "removed",
  "reconnecting",
  "reconnected",
  "publicationLost",
  "subscriptionFailed",
] as const satisfies readonly (keyof RoomEvents)[];

/** One participant in a page: the client with its events written down, driven by the test from outside. */
class Driver {
  readonly events: string[] = [];
  /** Each list of speakers that was told, as user ids. */
  readonly speaking: string[][] = [];
  /** Milliseconds from the call of `join()` to its end. */
  joinTime = 0;
  readonly room: Room;
  readonly player: AudioPlayer;
  readonly #tracks = new Map<Source, MediaStreamTrack>();

  constructor(options: RoomOptions) {
    this.room = new Room(options);
    for (const event of EVENTS) {
      this.room.on(event, (...args: unknown[]) => this.events.push([event, ...args.map(describe)].join(" ")));
    }
    this.room.on("speaking", (speakers) => this.speaking.push(speakers.map(({ userId }) => userId)));
    this.player = new AudioPlayer(this.room);
    this.player.on("autoplayBlocked", () => this.events.push("autoplayBlocked"));
  }

  async join(options: JoinOptions): Promise<Outcome> {
    const start = performance.now();
    const outcome = await settle(this.room.join(options));
    this.joinTime = performance.now() - start;
    return outcome;
  }

  leave(): Promise<Outcome> {
    return settle(this.room.leave());
  }

  async publish(source: Source, options?: PublishOptions): Promise<Outcome> {
    const track = source === "microphone" ? await openMicrophone() : await openCamera();
    this.#tracks.set(source, track);
    return settle(this.room.publish(source, track, options));
  }

  unpublish(source: Source): Promise<Outcome> {
    return settle(this.room.unpublish(source));
  }

  setMuted(source: Source, muted: boolean): Promise<Outcome> {
    return settle(this.room.setMuted(source, muted));
  }

  /** Puts a camera of another size in the place of the one published. */
  async replaceCamera(width: number, height: number): Promise<Outcome> {
    return settle(this.room.replaceTrack("camera", await openCamera({ width, height })));
  }

  subscribe(userId: string, source: Source): Promise<Outcome> {
    return settle(this.room.subscribe(userId, source));
  }

  unsubscribe(userId: string, source: Source): Promise<Outcome> {
    return settle(this.room.unsubscribe(userId, source));
  }

  setVisibility(visible: boolean): Promise<Outcome> {
    return settle(this.room.setVisibility(visible));
  }

  updateToken(token: string): Promise<Outcome> {
    return settle(this.room.updateToken(token));
  }

  stats(): Promise<RoomStats> {
    return this.room.getStats();
  }

  /** State of the page's own tracks: the client must not have touched them. */
  ownTracks(): { source: Source; readyState: string; enabled: boolean }[] {
    return [...this.#tracks].map(([source, { readyState, enabled }]) => ({ source, readyState, enabled }));
  }

  /** Shows a remote track and resolves with when its first frame was presented, milliseconds. */
  async firstFrame(userId: string, source: Source): Promise<number> {
    const track = this.room.remoteTrack(userId, source);
    if (!track) throw new Error(`there is no ${source} of ${userId}`);
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    document.body.append(video);
    void video.play();
    return new Promise((resolve) => video.requestVideoFrameCallback((now) => resolve(now)));
  }
}

async function settle(call: Promise<unknown>): Promise<Outcome> {
  try {
    await call;
    return { ok: true };
  } catch (error) {
    if (!(error instanceof RtcError)) throw error;
    const { name, reason, code, message } = error;
    return { ok: false, name, reason, code, message };
  }
}

function describe(value: unknown): string {
  if (value instanceof RtcError) return value.reason;
  if (value instanceof MediaStreamTrack) return `(${value.kind})`;
  if (typeof value === "object" && value !== null && "userId" in value) return String(value.userId);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export type { Driver };

declare global {
  interface Window {
    makeDriver(options: RoomOptions): Driver;
    /** A driver whose room gives up a lost connection after a second. */
    makeImpatientDriver(url: string): void;
    driver: Driver;
    openDevice(device: "camera" | "microphone"): Promise<Outcome>;
  }
}

window.makeDriver = (options) => {
  window.driver = new Driver(options);
  return window.driver;
};
window.makeImpatientDriver = (url) => {
  window.makeDriver({ url, reconnectPolicy: new BackoffPolicy({ giveUpAfter: 1_000 }) });
};
// A test that calls into the page counts as a touch of the user's. What must happen without one stands in the address.
if (location.hash.length > 1) {
  const { url, join } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  const driver = window.makeDriver({ url });
  driver.player.on("autoplayBlocked", () => console.log("autoplayBlocked"));
  void driver.join(join);
}

window.openDevice = (device) => settle(device === "camera" ? openCamera() : openMicrophone());
