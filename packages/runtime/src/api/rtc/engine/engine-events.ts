import { type Handler, Listeners } from "../listeners.js";

/** The events of the engine, with the arguments that their handlers take. */
export interface EngineEvents {
  /** `elapsed`: milliseconds since `joinChannel` was called, here and below. */
  joinChannelSuccess: [elapsed: number];
  /** Back after a loss of the connection. */
  rejoinChannelSuccess: [elapsed: number];
  leaveChannel: [];
  /** The connection was lost, and is being made anew. */
  connectionInterrupted: [];
  /** It could not be made anew: the call is over. */
  connectionLost: [];
  userJoined: [uid: string, elapsed: number];
  /** `reason`: 0 left, 1 lost its connection, 2 became invisible, 3 was put out. */
  userOffline: [uid: string, reason: number];
  /** Each way 0 (unknown) to 6 (down); see `onRtcNetworkQuality`. */
  networkQuality: [uid: string, txQuality: number, rxQuality: number];
  /** The own microphone runs for the first time. */
  firstLocalAudioFrame: [elapsed: number];
  /** The voice of a member can be played for the first time. */
  firstRemoteAudioFrame: [uid: string, elapsed: number];
  userMuteAudio: [uid: string, muted: boolean];
  userEnableAudio: [uid: string, enabled: boolean];
  userEnableLocalAudio: [uid: string, enabled: boolean];
  /** `volume` 0 to 255, of each and of the loudest; empty in silence. */
  audioVolumeIndication: [speakers: { uid: string; volume: number }[], volume: number, speakerNumber: number];
  streamPublishSucceed: [uid: string];
  /** May be listened to as in the original; this product has no log to report and nothing extra to tell. */
  logReport: [];
  extraEvent: [];
  /** Something went wrong, the call goes on: an `errNo` of the context. */
  warning: [code: number];
  /** The call is over although nobody here ended it: an `errNo` of the context. */
  error: [code: number];
}

type EventName = keyof EngineEvents;

const EVENT_NAMES: readonly EventName[] = [
  "joinChannelSuccess",
  "rejoinChannelSuccess",
  "leaveChannel",
  "connectionInterrupted",
  "connectionLost",
  "userJoined",
  "userOffline",
  "networkQuality",
  "firstLocalAudioFrame",
  "firstRemoteAudioFrame",
  "userMuteAudio",
  "userEnableAudio",
  "userEnableLocalAudio",
  "audioVolumeIndication",
  "streamPublishSucceed",
  "logReport",
  "extraEvent",
  "warning",
  "error",
];

type OnMethods = Record<`on${Capitalize<EventName>}`, (handler: unknown) => void>;
type OffMethods = Record<`off${Capitalize<EventName>}`, (handler?: unknown) => void>;

/** `on(name, handler)` and `off(name, handler?)` of older programs, `onXxx(handler)` and `offXxx(handler?)` of newer. */
export interface EngineListening extends OnMethods, OffMethods {
  on(name: unknown, handler: unknown): void;
  off(name: unknown, handler?: unknown): void;
}

/** Keeps the handlers and calls them. */
export class EngineEmitter {
  readonly #listeners: Listeners<EventName>;
  readonly #report: (name: EventName, args: readonly unknown[]) => void;
  readonly listening: EngineListening;

  /**
   * @param guard runs user code
   * @param warn tells the developer
   * @param report is told of every event
   */
  constructor(
    guard: (run: () => unknown) => void,
    warn: (message: string) => void,
    report: (name: EventName, args: readonly unknown[]) => void,
  ) {
    this.#listeners = new Listeners(guard);
    this.#report = report;
    const on = (name: unknown, handler: unknown) => {
      const known = EVENT_NAMES.find((one) => one === name);
      if (!known) warn(`RtcEngine has no event ${String(name)}; it has ${EVENT_NAMES.join(", ")}`);
      else if (typeof handler !== "function") warn(`RtcEngine.on("${known}") takes a function`);
      else this.#listeners.add(known, handler as Handler);
    };
    const off = (name: unknown, handler?: unknown) => {
      const known = EVENT_NAMES.find((one) => one === name);
      if (known) this.#listeners.remove(known, typeof handler === "function" ? (handler as Handler) : undefined);
    };
    const methods: Record<string, unknown> = { on, off };
    for (const name of EVENT_NAMES) {
      const suffix = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      methods[`on${suffix}`] = (handler: unknown) => on(name, handler);
      methods[`off${suffix}`] = (handler?: unknown) => off(name, handler);
    }
    this.listening = methods as unknown as EngineListening;
  }

  emit<E extends EventName>(name: E, ...args: EngineEvents[E]): void {
    this.#report(name, args);
    this.#listeners.emitAll(name, () => structuredClone(args));
  }

  clear(): void {
    this.#listeners.clear();
  }
}
