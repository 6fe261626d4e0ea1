import type { Moderation } from "../../rooms/moderation.js";
import type { AppStore } from "../../store/apps.js";
import type { Callbacks } from "../../webhooks/callbacks.js";
import type { Actions } from "../action.js";
import { appActions } from "./apps.js";
import { callbackActions } from "./callbacks.js";
import { moderationActions } from "./moderation.js";
import { roomActions } from "./rooms.js";

export interface ActionsOptions {
  moderation: Moderation;
  apps: Pick<AppStore, "list" | "get" | "create" | "setEnabled">;
  callbacks: Callbacks;
}

/** Every action that this server offers. */
export function createActions({ moderation, apps, callbacks }: ActionsOptions): Actions {
  return {
    ...roomActions(moderation, apps),
    ...moderationActions(moderation, apps),
    ...appActions(apps),
    ...callbackActions(callbacks, apps),
  };
}
