import type { Clock } from "../../clock/clock.js";
import type { Messaging } from "../../rooms/messaging.js";
import type { Moderation } from "../../rooms/moderation.js";
import type { AppStore } from "../../store/apps.js";
import type { Callbacks } from "../../webhooks/callbacks.js";
import type { Actions } from "../action.js";
import { appActions } from "./apps.js";
import { callbackActions } from "./callbacks.js";
import { type DataSource, dataActions } from "./data/index.js";
import { messageActions } from "./messages.js";
import { moderationActions } from "./moderation.js";
import { roomActions } from "./rooms.js";

export interface ActionsOptions {
  moderation: Moderation;
  apps: Pick<AppStore, "list" | "get" | "create" | "setEnabled">;
  callbacks: Callbacks;
  messaging: Messaging;
  history: DataSource;
  clock: Clock;
}

/** Every action that this server offers. */
export function createActions({ moderation, apps, callbacks, messaging, history, clock }: ActionsOptions): Actions {
  return {
    ...roomActions(moderation, apps),
    ...moderationActions(moderation, apps),
    ...appActions(apps),
    ...callbackActions(callbacks, apps),
    ...messageActions(messaging, apps, clock),
    ...dataActions(history, apps, clock),
  };
}
