import { ID_PATTERN, LIMITS, messageSize } from "@lianmai/protocol";
import type { Clock } from "../../clock/clock.js";
import type { Messaging } from "../../rooms/messaging.js";
import type { RoomMessage } from "../../rooms/room-events.js";
import { TokenBucket } from "../../signaling/token-bucket.js";
import type { Action, ActionCall, Actions, Fields } from "../action.js";
import { ApiError } from "../api-error.js";
import { type AppFinder, appOf, scopeOf } from "./ids.js";
import { V2020_12_01, V2023_07_20 } from "./versions.js";

const KB = 1024;
const LONGEST = LIMITS.roomMessageBytes;
const LONGEST_IN_BATCH = 20 * KB;
const MOST_RECEIVERS = 600;
/** Calls of all these actions together, for one app, a second. */
const CALLS_PER_SECOND = 500;
const SUCCESS = { Message: "Success" };

/** Actions that send messages to users. */
export function messageActions(messaging: Messaging, apps: AppFinder, clock: Clock): Actions {
  const buckets = new Map<string, TokenBucket>();

  function action(userIdsOf: (fields: Fields) => readonly string[] | undefined, longest: number): Action {
    return {
      versions: [V2020_12_01, V2023_07_20],
      access: "write",
      audited: false,
      async run({ fields }: ActionCall) {
        const { appId, roomId } = await scopeOf(fields, apps);
        takeTurn(appId);
        const userIds = userIdsOf(fields);
        const message = { ...readMessage(fields, longest), private: userIds !== undefined };
        if (messaging.hasUser(appId, roomId, message.from)) {
          throw illegalFrom(message.from, "in the room");
        }
        const missing = messaging.send({ appId, roomId, ...(userIds && { userIds }) }, message);
        if (missing === undefined) throw notFound("InternalError.RoomNotFound", `There is no room "${roomId}".`);
        if (missing.length === 0) return SUCCESS;
        const names = missing.slice(0, 10).join(", ") + (missing.length > 10 ? ", ..." : "");
        if (missing.length === new Set(userIds).size)
          throw notFound("InternalError.UserNotFound", `Not in the room: ${names}.`);
        throw new ApiError("PartialSuccess", `The others got the message; not in the room: ${names}.`);
      },
    };
  }

  /** To a user wherever it is: in this product a user is logged in by being in a room. */
  const unicast: Action = {
    versions: [V2020_12_01, V2023_07_20],
    access: "write",
    audited: false,
    async run({ fields }: ActionCall) {
      const { appId } = await appOf(fields, apps);
      takeTurn(appId);
      const [to = ""] = receivers([fields.text("To")]);
      const message = { ...readMessage(fields, LONGEST), private: true };
      if (messaging.isOnline(appId, message.from)) throw illegalFrom(message.from, "who is online");
      if (messaging.sendToUser(appId, to, message)) return SUCCESS;
      throw notFound("InternalError.UserNotFound", `User "${to}" is in no room of this app now.`);
    },
  };

  function takeTurn(appId: string): void {
    const bucket = buckets.get(appId) ?? new TokenBucket(CALLS_PER_SECOND, CALLS_PER_SECOND, clock.now());
    buckets.set(appId, bucket);
    if (bucket.take(clock.now())) return;
    throw new ApiError(
      "FlowLimitExceeded.QPSOverLimit",
      `An app may send ${CALLS_PER_SECOND} messages a second. Send later.`,
    );
  }

  return {
    SendUnicast: unicast,
    SendBroadcast: action(() => undefined, LONGEST),
    SendRoomUnicast: action((fields) => receivers([fields.text("To")]), LONGEST),
    BatchSendRoomUnicast: action((fields) => receivers(fields.texts("To")), LONGEST_IN_BATCH),
  };
}

function readMessage(fields: Fields, longest: number): Omit<RoomMessage, "private"> {
  const from = fields.text("From");
  if (!ID_PATTERN.test(from)) throw new ApiError("InvalidParameter.IllegalFrom", "From must be like a user id.");
  const text = fields.text("Message");
  const binary = fields.flag("Binary") ?? false;
  const size = messageSize({ binary, message: text });
  if (size === undefined) throw new ApiError("InvalidParameter", "A binary Message must be in Base64.");
  if (size > longest) {
    throw new ApiError("InvalidParameter.SizeOverLimit", `Message may have at most ${longest / KB} KB.`);
  }
  return { from, binary, message: text };
}

function illegalFrom(from: string, where: string): ApiError {
  return new ApiError("InvalidParameter.IllegalFrom", `From may not be the id of a user ${where}, as "${from}" is.`);
}

function receivers(userIds: readonly string[]): readonly string[] {
  if (userIds.length === 0) throw new ApiError("MissingParameter", "To must name at least one user.");
  if (userIds.length > MOST_RECEIVERS) {
    throw new ApiError("InvalidParameter.UserCountOverLimit", `To may name at most ${MOST_RECEIVERS} users.`);
  }
  if (!userIds.every((userId) => ID_PATTERN.test(userId))) {
    throw new ApiError("InvalidParameter.IllegalTo", "To must hold user ids.");
  }
  return userIds;
}

function notFound(code: "InternalError.RoomNotFound" | "InternalError.UserNotFound", message: string): ApiError {
  return new ApiError(code, message, { status: 404 });
}
