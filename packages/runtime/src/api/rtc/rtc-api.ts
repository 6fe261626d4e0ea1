import type { Scope } from "../../host.js";
import type { Environment } from "../../kernel/environment.js";
import { toOptions } from "./arguments.js";
import { Calls } from "./calls.js";
import { contextMethods, type RtcContext } from "./context.js";
import { contextEvents } from "./events.js";
import type { RtcDevices, RtcRoom } from "./ports.js";
import { RtcSession } from "./session.js";
import { tileBoardOf } from "./tile-board-of.js";

export interface RtcApi {
  /**
   * Makes the context of an RTC app, or returns the one made before for the same AppId.
   *
   * @param options `{appId}` with the AppId of the RTC service (not the mini-program's); the typings of the platform
   * also allow the bare string. Never throws: what is wrong with the AppId is told by `joinRtcRoom`.
   */
  createRtcRoomContext(options?: unknown): RtcContext;
}

/** What the API stands on besides the environment: the real ones in `index.ts`, scripted ones in the tests. */
export interface RtcApiPorts {
  devices: RtcDevices;
  createRoom(): RtcRoom;
  /** A program makes a context: what the others need some time for may begin. */
  prepare?(): void;
}

/** The part of `tt` that makes calls, over any devices and rooms. */
export function createRtcApiOver(environment: Environment, ports: RtcApiPorts): RtcApi {
  const calls = new Calls(environment);
  const contexts = new Map<string, RtcContext>();
  const sessions = new Set<RtcSession>();
  const { host, lifecycle } = environment;

  const create = (appId: string): RtcContext => {
    ports.prepare?.();
    const session = new RtcSession({
      appId,
      devices: ports.devices,
      createRoom: () => ports.createRoom(),
      requestPermission: (scope) => host.requestPermission(scope),
      tiles: tileBoardOf(environment),
      defer,
    });
    sessions.add(session);
    return {
      ...contextMethods(appId, session, calls, environment),
      ...contextEvents(session, environment, defer),
    };
  };

  const permissionChanged = (scope: Scope, state: string) => {
    if (state !== "denied" || (scope !== "scope.camera" && scope !== "scope.record")) return;
    for (const session of sessions) session.permissionDenied(scope === "scope.camera" ? "camera" : "microphone");
  };
  host.on("permissionChanged", permissionChanged);
  lifecycle.once("dispose", () => {
    host.off("permissionChanged", permissionChanged);
    for (const session of sessions) session.destroy();
  });

  return {
    createRtcRoomContext: (options) => {
      const appId = appIdOf(options);
      const context = contexts.get(appId) ?? create(appId);
      contexts.set(appId, context);
      host.report({ kind: "rtc", name: "createRtcRoomContext", phase: "call", detail: { appId } });
      return context;
    },
  };
}

function appIdOf(options: unknown): string {
  if (typeof options === "string") return options;
  const appId = typeof options === "object" ? toOptions(options).appId : undefined;
  return typeof appId === "string" ? appId : "";
}

function defer(task: () => void): void {
  setTimeout(task, 0);
}
