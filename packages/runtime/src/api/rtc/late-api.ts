import type { Environment } from "../../kernel/environment.js";
import type { RtcContext } from "./context.js";
import type { RtcEngine } from "./engine/engine.js";
import { CONTEXT_EVENTS, CONTEXT_METHODS, ENGINE_EVENTS, ENGINE_METHODS } from "./member-names.js";
import type { RtcApi } from "./rtc-api.js";

type Member = (argument?: unknown, second?: unknown) => unknown;

/**
 * The part of `tt` that makes calls, before its code has come. Contexts and engines are there at once, and what is
 * asked of them waits for the code, in order; nothing that a program asks for is answered within the call anyway. A
 * load that fails is told to those who wait; the next call tries again, and handlers that were registered are kept.
 */
export class LateApi implements RtcApi {
  readonly #environment: Environment;
  readonly #load: () => Promise<RtcApi>;
  #api: Promise<RtcApi> | undefined;
  readonly #contexts = new Map<string, RtcContext>();
  #engine: RtcEngine | undefined;
  /** Registrations that wait for the code. */
  #waiting: ((api: RtcApi) => void)[] = [];

  constructor(environment: Environment, load: () => Promise<RtcApi>) {
    this.#environment = environment;
    this.#load = load;
  }

  createRtcRoomContext(options?: unknown): RtcContext {
    const appId = appIdOf(options);
    const known = this.#contexts.get(appId);
    if (known) {
      // It is told to the panels, and callbacks that may be in the options are called.
      this.#whenLoaded((api) => api.createRtcRoomContext(options));
      return known;
    }
    let found: RtcContext | undefined;
    const find = (api: RtcApi) => {
      found ??= api.createRtcRoomContext(options);
      return found as unknown as Record<string, Member>;
    };
    this.#whenLoaded(find);
    const members: Record<string, Member> = {};
    for (const name of CONTEXT_METHODS) members[name] = this.#method(name, find);
    for (const name of CONTEXT_EVENTS) members[name] = this.#registration(name, find);
    const context = members as unknown as RtcContext;
    this.#contexts.set(appId, context);
    return context;
  }

  getRtcEngine(options?: unknown): RtcEngine {
    if (this.#engine) return this.#engine;
    let found: RtcEngine | undefined;
    const find = (api: RtcApi) => {
      found ??= api.getRtcEngine(options);
      return found as unknown as Record<string, Member>;
    };
    const members: Record<string, Member> = {};
    for (const name of ENGINE_METHODS) members[name] = this.#method(name, find);
    for (const name of ENGINE_EVENTS) members[name] = this.#registration(name, find);
    members.isSupported = () => typeof RTCPeerConnection !== "undefined";
    members.getLocalAudioStatus = () => found?.getLocalAudioStatus() ?? false;
    const { destroy } = members;
    members.destroy = (argument) => {
      if (this.#engine === engine) this.#engine = undefined;
      return destroy?.(argument);
    };
    const engine = members as unknown as RtcEngine;
    this.#engine = engine;
    this.#whenLoaded(find);
    return engine;
  }

  #method(name: string, find: (api: RtcApi) => Record<string, Member>): Member {
    return (options) => {
      this.#loaded().then(
        (api) => find(api)[name]?.(options),
        () => this.#refuse(name, options),
      );
    };
  }

  #registration(name: string, find: (api: RtcApi) => Record<string, Member>): Member {
    return (first, second) => this.#whenLoaded((api) => find(api)[name]?.(first, second));
  }

  #whenLoaded(work: (api: RtcApi) => void): void {
    this.#waiting.push(work);
    this.#loaded().catch(() => undefined);
  }

  async #loaded(): Promise<RtcApi> {
    this.#api ??= this.#load().catch((error: unknown) => {
      this.#api = undefined;
      throw error;
    });
    const api = await this.#api;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const work of waiting) work(api);
    return api;
  }

  /** What every failure of a method looks like; see `errors.ts`, which is not there either. */
  #refuse(name: string, options: unknown): void {
    const message = "the RTC client could not be loaded; check the network and call again, or reload the page";
    const codes = { errNo: 21200, errCode: 21200, errorCode: 115978, errorType: "F" };
    const outcome = { errMsg: `${name}:fail ${message}`, ...codes };
    const callbacks = (typeof options === "object" && options !== null ? options : {}) as Record<string, unknown>;
    const told = [callbacks.fail, callbacks.complete].filter((callback) => typeof callback === "function");
    for (const callback of told) {
      this.#environment.guard(() => (callback as (outcome: object) => unknown).call(undefined, { ...outcome }));
    }
    if (told.length === 0) this.#environment.warn(outcome.errMsg);
  }
}

/** The AppId of what a program passes: `{appId}` or the bare string. */
export function appIdOf(options: unknown): string {
  if (typeof options === "string") return options;
  const appId = typeof options === "object" && options !== null ? (options as { appId?: unknown }).appId : undefined;
  return typeof appId === "string" ? appId : "";
}
