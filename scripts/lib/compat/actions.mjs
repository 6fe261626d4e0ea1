// Every action and version of the table, sent to a server: what is offered is carried out, all else is refused by name.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths.mjs";

/** What this service sets out to offer, in every version that the table has of it. */
const REQUIRED = [
  ...["GetRoomOnlineUsers", "KickUser", "DismissRoom", "BanRoomUser", "UpdateBanRoomUserRule"],
  ...["BanUserStream", "UnbanUserStream", "LimitTokenPrivilege"],
  ...["SendUnicast", "SendRoomUnicast", "SendBroadcast", "BatchSendRoomUnicast"],
  ...["CreateApp", "ListApps", "ModifyAppStatus"],
  ...["CreateCallback", "UpdateCallback", "GetCallback", "DeleteCallback"],
  ...["ListRoomInfo", "ListUserInfo", "ListCallDetail", "ListRealTimeQuality", "ListQuality"],
  ...["ListOperationData", "ListUsages"],
];

/** The answer to an action that is known and not offered, whole. */
const NOT_OFFERED = { Code: "InvalidActionOrVersion", CodeN: 100008 };

/**
 * Sends them all.
 *
 * @returns for each pair of action and version: whether it is offered, is required, and passed; why not, if it did not
 */
export async function judgeActions(server) {
  const file = join(root, "packages/server/vectors/openapi-fields.json");
  const { versions } = JSON.parse(readFileSync(file, "utf8"));
  const verdicts = [];
  for (const [version, actions] of Object.entries(versions)) {
    for (const [action, { method }] of Object.entries(actions)) {
      const offered = server.actions[action]?.versions.includes(version) ?? false;
      const problem = offered
        ? await carriedOut(server, { action, version, table: actions })
        : await refused(server, { action, version, method });
      verdicts.push({ action, version, offered, required: REQUIRED.includes(action), problem });
    }
  }
  const known = new Set(verdicts.map(({ action }) => action));
  for (const action of REQUIRED) if (!known.has(action)) throw new Error(`${action} is required, but not in the table`);
  return verdicts;
}

async function refused(server, { action, version, method }) {
  const { status, answer } = await server.call(action, version, method, {});
  const { Error: error } = answer.ResponseMetadata;
  const clear = error?.Message?.startsWith(`${action} is known (`) && error.Message.endsWith("does not offer it.");
  const right = status === 404 && error?.Code === NOT_OFFERED.Code && error.CodeN === NOT_OFFERED.CodeN && clear;
  return right ? undefined : `answered ${status} ${JSON.stringify(error)}`;
}

async function carriedOut(server, { action, version, table }) {
  const roomId = `${action}-${version}`;
  await server.join("alice", { roomId });
  await server.join("bob", { roomId });
  await server.history.flush();
  const all = await sampleFields(server, action, roomId);
  const call = async (name, changes = {}) => {
    const { method, request } = table[name];
    // Of the sample only what this version knows.
    const fields = Object.entries({ ...all, ...changes }).filter(([field]) => Object.hasOwn(request, field));
    return await server.call(name, version, method, Object.fromEntries(fields));
  };
  for (const [name, fresh] of PREPARATIONS[action] ?? []) {
    const prepared = await call(name, fresh);
    if (prepared.status !== 200) return `${name} before it answered ${JSON.stringify(prepared.answer)}`;
  }
  const { status, answer } = await call(action);
  const { ResponseMetadata: metadata, Result } = answer;
  const envelope =
    metadata.Action === action &&
    metadata.Version === version &&
    metadata.Service === "rtc" &&
    metadata.RequestId !== "";
  if (status === 200 && envelope && metadata.Error === undefined && Result !== undefined) return undefined;
  return `answered ${status} ${JSON.stringify(answer)}`;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What has to be done before an action can be. */
const PREPARATIONS = {
  UpdateBanRoomUserRule: [["BanRoomUser", { ForbiddenInterval: 60 }]],
  UnbanUserStream: [["BanUserStream", {}]],
  UpdateCallback: [["CreateCallback", { BusinessId: "compat-update" }]],
  GetCallback: [["CreateCallback", callback("compat-get")]],
  DeleteCallback: [["CreateCallback", callback("compat-delete")]],
};

function callback(businessId) {
  return {
    BusinessId: businessId,
    URL: "https://example.com/events",
    SecretKey: "secret",
    EventList: ["RoomCreate"],
  };
}

/** Values for every field that an action may have. */
async function sampleFields(server, action, roomId) {
  const { appId } = server.app;
  const ago = (milliseconds) => new Date(Date.now() - milliseconds).toISOString();
  const long = action === "ListQuality" || action === "ListOperationData" || action === "ListUsages";
  return {
    AppId: appId,
    AppID: appId,
    RoomId: roomId,
    UserId: action === "ListRealTimeQuality" || action === "ListQuality" ? ["alice"] : "alice",
    To: action === "BatchSendRoomUnicast" ? ["alice", "bob"] : "bob",
    From: "compat-report",
    Binary: false,
    Message: "hello",
    Token: await server.token(roomId, "alice"),
    ForbiddenInterval: 60,
    Audio: true,
    Video: true,
    AppName: "compat",
    Status: 1,
    ...callback("compat"),
    BusinessID: "compat-update",
    ...(action === "DeleteCallback" && { BusinessId: "compat-delete" }),
    StartTime: ago(long ? DAY : 10 * MINUTE),
    EndTime: ago(-MINUTE),
    Indicator: action === "ListOperationData" ? ["user_count"] : ["5s_join_room_success_rate"],
    AggregateGranularity: "1d",
  };
}
