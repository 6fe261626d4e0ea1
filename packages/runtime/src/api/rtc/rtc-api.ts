import { APP_ID_PATTERN } from "@lianmai/protocol";
import type { Scope } from "../../host.js";
import type { Environment } from "../../kernel/environment.js";
import { addedMethods } from "./added-methods.js";
import { toOptions } from "./arguments.js";
import { Calls } from "./calls.js";
import { contextMethods, type RtcContext } from "./context.js";
import { createRtcEngine, type RtcEngine } from "./engine/engine.js";
import { RtcApiError } from "./errors.js";
import { contextEvents } from "./events.js";
import { appIdOf } from "./late-api.js";
import type { RtcDevices, RtcRoom } from "./ports.js";
import { RtcSession } from "./session.js";
import { tileBoardOf } from "./tile-board-of.js";

export interface RtcApi {
  /**
   * Makes the context of an RTC app, or returns the one made before for the same AppId.
   *
   * @param options `{appId}` with the AppId of the RTC service (not the mini-program's); the typings of the platform
   * also allow the bare string. Never throws: what is wrong with the AppId is told by `fail`, where there is one, and
   * by `joinRtcRoom`.
   */
  createRtcRoomContext(options?: unknown): RtcContext;
  /**
   * The voice-only sibling of the platform's mini-games, in the same rooms: see `engine/engine.ts`. One lives at a time;
   * until it is destroyed, every call returns it.
   */
  getRtcEngine(options?: unknown): RtcEngine;
}

/** What the API stands on besides the environment: the real ones in `index.ts`, scripted ones in the tests. */
export interface RtcApiPorts {
  devices: RtcDevices;
  createRoom(): RtcRoom;
}

/** The part of `tt` that makes calls, over any devices and rooms. */
export function createRtcApiOver(environment: Environment, ports: RtcApiPorts): RtcApi {
  const calls = new Calls(environment);
  const tiles = tileBoardOf(environment);
  /** By AppId: a context and an engine of the same app are in the same call. */
  const sessions = new Map<string, RtcSession>();
  const contexts = new Map<string, RtcContext>();
  let engine: RtcEngine | undefined;
  const { host, lifecycle } = environment;

  const sessionOf = (appId: string): RtcSession => {
    const session =
      sessions.get(appId) ??
      new RtcSession({
        appId,
        devices: ports.devices,
        createRoom: () => ports.createRoom(),
        requestPermission: (scope) => host.requestPermission(scope),
        tiles,
        defer,
      });
    session.events.on("statistics", (userId, stats) => host.report({ kind: "rtcStats", userId, stats }));
    sessions.set(appId, session);
    return session;
  };
  const create = (appId: string): RtcContext => {
    const session = sessionOf(appId);
    return {
      ...contextMethods(appId, session, calls, environment),
      ...addedMethods(session, calls, tiles),
      ...contextEvents(session, environment, defer),
    };
  };

  const permissionChanged = (scope: Scope, state: string) => {
    if (state !== "denied" || (scope !== "scope.camera" && scope !== "scope.record")) return;
    for (const session of sessions.values())
      session.permissionDenied(scope === "scope.camera" ? "camera" : "microphone");
  };
  const shown = () => {
    for (const session of sessions.values()) session.handleVisibility(true);
  };
  const hidden = () => {
    for (const session of sessions.values()) session.handleVisibility(false);
  };
  const camerasChanged = () => {
    for (const session of sessions.values()) session.handleCamerasChanged();
  };
  host.on("permissionChanged", permissionChanged);
  host.on("camerasChanged", camerasChanged);
  host.on("show", shown);
  host.on("hide", hidden);
  lifecycle.once("dispose", () => {
    host.off("permissionChanged", permissionChanged);
    host.off("camerasChanged", camerasChanged);
    host.off("show", shown);
    host.off("hide", hidden);
    for (const session of sessions.values()) session.destroy();
  });

  return {
    createRtcRoomContext: (options) => {
      const appId = appIdOf(options);
      const context = contexts.get(appId) ?? create(appId);
      contexts.set(appId, context);
      host.report({ kind: "rtc", name: "createRtcRoomContext", phase: "call", detail: { appId } });
      tellWhoAsked(calls, options, appId);
      return context;
    },
    getRtcEngine: (options) => {
      const appId = appIdOf(options) || ([...contexts.keys()][0] ?? "");
      host.report({ kind: "rtc", name: "getRtcEngine", phase: "call", detail: { appId } });
      engine ??= createRtcEngine(appId, sessionOf(appId), {
        calls,
        environment,
        onDestroyed: () => {
          engine = undefined;
        },
      });
      return engine;
    },
  };
}

/** The original names no callbacks here; where there are some, they are called like those of any other function. */
function tellWhoAsked(calls: Calls, options: unknown, appId: string): void {
  if (typeof options !== "object" || options === null) return;
  const { success, fail, complete } = toOptions(options);
  if (![success, fail, complete].some((callback) => typeof callback === "function")) return;
  calls.run("createRtcRoomContext", options, async () => {
    if (!APP_ID_PATTERN.test(appId)) throw RtcApiError.noApp(appId);
  });
}

function defer(task: () => void): void {
  setTimeout(task, 0);
}
