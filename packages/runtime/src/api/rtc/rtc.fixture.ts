import type { Size, Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { Host, HostReport, Scope } from "../../host.js";
import type { Environment, LifecycleEvents } from "../../kernel/environment.js";
import type {
  CameraOptions,
  DeviceEntry,
  EncoderConfig,
  FilteredMicrophone,
  MicrophoneOptions,
  Output,
  PublishChoice,
  RtcDevices,
  RtcJoinOptions,
  RtcMember,
  RtcRoom,
  RtcRoomEvents,
  SharedScreen,
} from "./ports.js";
import { createRtcApiOver, type RtcApi } from "./rtc-api.js";

/** For the tests of this folder: devices, rooms and a host that do what a test says and tell what they were asked. */

export const APP_ID = "0123456789abcdef01234567";

export class ScriptedTrack extends EventTarget {
  readyState: "live" | "ended" = "live";
  applied: unknown;

  constructor(readonly label: string) {
    super();
  }

  stop(): void {
    this.readyState = "ended";
  }

  /** What a browser does when the device goes away. */
  endByItself(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }

  async applyConstraints(constraints: unknown): Promise<void> {
    this.applied = constraints;
  }
}

export class ScriptedFilter implements FilteredMicrophone {
  readonly track: MediaStreamTrack;
  closed = false;

  constructor(
    readonly of: MediaStreamTrack,
    readonly denoise: boolean,
    public gain: number,
  ) {
    this.track = new ScriptedTrack(`filtered ${of.label}`) as unknown as MediaStreamTrack;
  }

  setGain(percent: number): void {
    this.gain = percent;
  }

  close(): void {
    this.closed = true;
    this.track.stop();
  }
}

export class ScriptedDevices implements RtcDevices {
  readonly cameras: { options: CameraOptions; track: ScriptedTrack }[] = [];
  readonly microphones: ScriptedTrack[] = [];
  /** What each microphone was asked for, in order. */
  readonly microphoneOptions: MicrophoneOptions[] = [];
  readonly screens: { audio: boolean; screen: ScriptedTrack; screenAudio: ScriptedTrack | undefined }[] = [];
  readonly filters: ScriptedFilter[] = [];
  entries: DeviceEntry[] = [];
  forbidden = false;
  #watchers: (() => void)[] = [];
  /** Thrown by the next opening. */
  failure: Error | undefined;

  async openCamera(options: CameraOptions): Promise<MediaStreamTrack> {
    this.#failIfTold();
    const track = new ScriptedTrack(`camera ${options.facing}`);
    this.cameras.push({ options, track });
    return track as unknown as MediaStreamTrack;
  }

  async openMicrophone(options: MicrophoneOptions): Promise<MediaStreamTrack> {
    this.#failIfTold();
    this.microphoneOptions.push(options);
    const track = new ScriptedTrack("microphone");
    this.microphones.push(track);
    return track as unknown as MediaStreamTrack;
  }

  async openScreen({ audio }: { audio: boolean }): Promise<SharedScreen> {
    this.#failIfTold();
    const screen = new ScriptedTrack("screen");
    const screenAudio = audio ? new ScriptedTrack("screen audio") : undefined;
    this.screens.push({ audio, screen, screenAudio });
    return { screen, ...(screenAudio && { screenAudio }) } as unknown as SharedScreen;
  }

  async filterMicrophone(
    microphone: MediaStreamTrack,
    options: { denoise: boolean; gain: number },
  ): Promise<FilteredMicrophone> {
    this.#failIfTold();
    const filter = new ScriptedFilter(microphone, options.denoise, options.gain);
    this.filters.push(filter);
    return filter;
  }

  async list(): Promise<DeviceEntry[]> {
    return this.entries;
  }

  watch(changed: () => void): void {
    this.#watchers.push(changed);
  }

  /** Plugs in or out. */
  setEntries(...entries: DeviceEntry[]): void {
    this.entries = entries;
    for (const changed of this.#watchers) changed();
  }

  async isForbidden(): Promise<boolean> {
    return this.forbidden;
  }

  #failIfTold(): void {
    const failure = this.failure;
    this.failure = undefined;
    if (failure) throw failure;
  }
}

export class ScriptedRoom implements RtcRoom {
  readonly events = new EventEmitter<RtcRoomEvents>();
  /** What the session asked for, in order: `publish camera`, `subscribe bob microphone` ... */
  readonly log: string[] = [];
  joinOptions: RtcJoinOptions | undefined;
  output: Output | undefined;
  /** How the others sound: `volume bob 50`, `muted bob true`, `master 100`, `all muted false`, `resumed`, in order. */
  readonly sound: string[] = [];
  /** Where pictures are shown: `bob camera` to `320x240`. */
  readonly demands = new Map<string, string>();
  encoder: EncoderConfig | undefined;
  readonly sent: { message: unknown; to: string | undefined }[] = [];
  statistics: object = { local: [], remote: [] };
  /** The answer to the join; a test that wants it late holds it back. */
  joinAnswer: Promise<void> = Promise.resolve();
  /** Thrown by the next request that begins with the key. */
  readonly refusals = new Map<string, Error>();
  readonly tracks = new Map<string, MediaStreamTrack>();
  #others: RtcMember[] = [];
  #own: { source: Source; muted: boolean }[] = [];
  #joined = false;

  /** Puts others into the room, and tells the session if it is in it. */
  setOthers(...others: RtcMember[]): void {
    this.#others = others;
    if (this.#joined) this.events.emit("changed");
  }

  members(): RtcMember[] {
    const options = this.joinOptions;
    if (!this.#joined || !options) return [];
    const own = { userId: options.userId, publications: [...this.#own] };
    return options.visible ? [own, ...this.#others] : this.#others;
  }

  remoteTrack(userId: string, source: Source): MediaStreamTrack | undefined {
    return this.tracks.get(`${userId} ${source}`);
  }

  async join(options: RtcJoinOptions): Promise<void> {
    this.joinOptions = options;
    this.#ask("join");
    const aborted = new Promise<never>((_, reject) => {
      options.signal.addEventListener("abort", () => reject(new Error("aborted")));
    });
    await Promise.race([this.joinAnswer, aborted]);
    this.#joined = true;
    // The real room tells everything it learned in one go, and only then.
    queueMicrotask(() => this.events.emit("changed"));
  }

  async leave(): Promise<void> {
    this.#joined = false;
    this.#ask("leave");
  }

  async publish(source: Source, _track: MediaStreamTrack, { muted, encoder }: PublishChoice): Promise<void> {
    if (source === "camera") this.encoder = encoder;
    this.#ask(`publish ${source}${muted ? " muted" : ""}`);
    this.#own.push({ source, muted });
    this.events.emit("changed");
  }

  async setEncoder(encoder: EncoderConfig): Promise<void> {
    this.encoder = encoder;
  }

  async mutePublication(source: Source, muted: boolean): Promise<void> {
    this.#ask(`${muted ? "mute" : "unmute"} ${source}`);
    this.#own = this.#own.map((one) => (one.source === source ? { source, muted } : one));
    this.events.emit("changed");
  }

  async unpublish(source: Source): Promise<void> {
    this.#ask(`unpublish ${source}`);
    this.#own = this.#own.filter((publication) => publication.source !== source);
    this.events.emit("changed");
  }

  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    this.#ask(`replace ${source} by ${track.label}`);
  }

  async subscribe(userId: string, source: Source): Promise<void> {
    this.#ask(`subscribe ${userId} ${source}`);
  }

  async unsubscribe(userId: string, source: Source): Promise<void> {
    this.#ask(`unsubscribe ${userId} ${source}`);
  }

  setDemand(userId: string, source: "camera" | "screen", place: Size | undefined): void {
    this.demands.set(`${userId} ${source}`, place ? `${place.width}x${place.height}` : "any");
  }

  async updateToken(token: string): Promise<void> {
    this.#ask(`updateToken ${token}`);
  }

  async setVisibility(visible: boolean): Promise<void> {
    this.#ask(`visible ${visible}`);
  }

  async setOutput(output: Output): Promise<void> {
    this.output = output;
  }

  setVolume(userId: string, percent: number): void {
    this.sound.push(`volume ${userId} ${percent}`);
  }

  setMuted(userId: string, muted: boolean): void {
    this.sound.push(`muted ${userId} ${muted}`);
  }

  setMasterVolume(percent: number): void {
    this.sound.push(`master ${percent}`);
  }

  setAllMuted(muted: boolean): void {
    this.sound.push(`all muted ${muted}`);
  }

  async resume(): Promise<void> {
    this.sound.push("resumed");
  }

  async sendMessage(message: unknown, to: string | undefined): Promise<void> {
    this.#ask("message");
    this.sent.push({ message, to });
  }

  async stats(): Promise<object> {
    this.#ask("stats");
    return this.statistics;
  }

  #ask(request: string): void {
    this.log.push(request);
    for (const [start, error] of this.refusals) {
      if (!request.startsWith(start)) continue;
      this.refusals.delete(start);
      throw error;
    }
  }
}

/** As the client's `RtcError`: code, reason, message. */
export function refusal(reason: string, message: string, code = -1001): Error {
  return Object.assign(new Error(message), { code, reason });
}

export function member(userId: string, ...sources: Source[]): RtcMember {
  return { userId, publications: sources.map((source) => ({ source, muted: false })) };
}

/** What one call of a method answered. */
export interface Answer {
  kind: "success" | "fail";
  errMsg: string;
  errNo?: number;
  errCode?: number;
  errorCode?: number;
  errorType?: string;
  [result: string]: unknown;
}

/** A mini-program that can only make calls. */
export class Stage {
  readonly devices = new ScriptedDevices();
  readonly rooms: ScriptedRoom[] = [];
  /** Prepares the room of the next join. */
  prepareRoom: (room: ScriptedRoom) => void = () => undefined;
  readonly warnings: string[] = [];
  readonly reports: HostReport[] = [];
  readonly thrown: unknown[] = [];
  readonly permissions = new Map<Scope, "granted" | "denied">();
  readonly asked: Scope[] = [];
  readonly lifecycle = new EventEmitter<LifecycleEvents>();
  readonly environment: Environment;
  readonly tt: RtcApi;
  /** What the phone tells: `permissionChanged`, `show`, `hide`. */
  readonly phone = new EventEmitter();

  constructor() {
    const host = {
      report: (report: HostReport) => this.reports.push(report),
      requestPermission: async (scope: Scope) => {
        this.asked.push(scope);
        return this.permissions.get(scope) ?? "granted";
      },
      on: (event: string, listener: never) => this.phone.on(event, listener),
      off: (event: string, listener: never) => this.phone.off(event, listener),
    };
    this.environment = {
      host: host as unknown as Host,
      lifecycle: this.lifecycle,
      warn: (message: string) => this.warnings.push(message),
      guard: <T>(run: () => T) => {
        try {
          return run();
        } catch (error) {
          this.thrown.push(error);
          return undefined;
        }
      },
    } as unknown as Environment;
    this.tt = createRtcApiOver(this.environment, {
      devices: this.devices,
      createRoom: () => {
        const room = new ScriptedRoom();
        this.rooms.push(room);
        this.prepareRoom(room);
        return room;
      },
    });
  }

  get room(): ScriptedRoom {
    const room = this.rooms.at(-1);
    if (!room) throw new Error("no room was made yet");
    return room;
  }

  context() {
    return this.tt.createRtcRoomContext({ appId: APP_ID });
  }

  changePermission(scope: Scope, state: "granted" | "denied"): void {
    this.permissions.set(scope, state);
    this.phone.emit("permissionChanged", scope, state);
  }
}

/** Calls a method detached, as programs do, and resolves with its answer. */
export function ask(method: (options: unknown) => void, options: object = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const answers: Answer[] = [];
    const take = (kind: Answer["kind"]) => (outcome: { errMsg: string }) => answers.push({ kind, ...outcome });
    method.call(undefined, {
      ...options,
      success: take("success"),
      fail: take("fail"),
      complete: () => {
        const [answer] = answers;
        if (answer && answers.length === 1) resolve(answer);
        else reject(new Error(`complete came after ${answers.length} answers`));
      },
    });
  });
}

export const JOIN = { roomId: "r1", userId: "alice", token: "001token" };

/** Until everything that was put off has been told: one turn of the event loop, twice. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}
