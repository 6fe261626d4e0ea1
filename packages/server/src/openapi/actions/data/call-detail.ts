import type { CurvePoint, QualityQueries } from "../../../history/queries/quality.js";
import type { Action } from "../../action.js";
import { ApiError } from "../../api-error.js";
import { type AppFinder, scopeOf } from "../ids.js";
import { V2020_12_01, V2023_11_01 } from "../versions.js";
import { rangeOf } from "./time-range.js";
import { userIdsOf } from "./user-list.js";

const HOUR = 3600 * 1000;
const MOST_USERS = 20;
const DIRECTIONS: Readonly<Record<string, "up" | "down" | undefined>> = { "0": undefined, "1": "up", "2": "down" };

const SOURCES: Readonly<Record<string, { name: string; desc: string }>> = {
  microphone: { name: "audio", desc: "音频" },
  camera: { name: "video", desc: "视频" },
  screenAudio: { name: "screen_audio", desc: "屏幕音频" },
  screen: { name: "screen_video", desc: "屏幕视频" },
};

interface Measure {
  name: string;
  desc: string;
  unit: string;
  /** @returns null where nothing is known */
  read(point: CurvePoint): number | null;
}

/** What the curves show; each stream has those that were measured. */
const MEASURES: readonly Measure[] = [
  { name: "bitrate", desc: "码率", unit: "kbps", read: ({ bytes, span }) => (bytes * 8) / span },
  {
    name: "loss_rate",
    desc: "丢包率",
    unit: "%",
    read: ({ packets, lost }) => (packets + lost === 0 ? null : (lost / (packets + lost)) * 100),
  },
  { name: "rtt", desc: "往返时延", unit: "ms", read: ({ rtt }) => rtt },
  { name: "jitter", desc: "抖动", unit: "ms", read: ({ jitter }) => jitter },
  { name: "frame_rate", desc: "帧率", unit: "fps", read: ({ fps }) => fps },
  { name: "width", desc: "分辨率宽", unit: "px", read: ({ width }) => width },
  { name: "height", desc: "分辨率高", unit: "px", read: ({ height }) => height },
  {
    name: "stall_rate",
    desc: "卡顿率",
    unit: "%",
    read: ({ played, stalled }) => (played === 0 ? null : (stalled / played) * 100),
  },
  {
    name: "freeze_count",
    desc: "卡顿次数",
    unit: "",
    read: ({ direction, source, freezes, played }) =>
      direction === "down" && (source === "camera" || source === "screen") && played > 0 ? freezes : null,
  },
];

/** Curves of the streams of some users in a room. */
export function listCallDetail(quality: () => QualityQueries, apps: AppFinder, now: () => number): Action {
  return {
    versions: [V2020_12_01, V2023_11_01],
    access: "read",
    async run({ fields }) {
      const { appId, roomId } = await scopeOf(fields, apps, { userList: true });
      const range = rangeOf(fields, now(), { back: 6 * 24 * HOUR, longest: HOUR, beyond: "refuse" });
      const userIds = userIdsOf(fields.text("UserId").split(","), MOST_USERS);
      const direction = fields.text("Direction") || "0";
      if (!Object.hasOwn(DIRECTIONS, direction)) {
        throw new ApiError("InvalidParameter", "Direction must be 0 (both), 1 (up) or 2 (down), as a text.");
      }
      const filter = { appId, roomId, userIds, direction: DIRECTIONS[direction] };
      const points = await quality().curves(filter, range);
      return { UserCallDetail: describe(points, roomId) };
    },
  };
}

/** Puts together what belongs to one user, peer and direction. */
function describe(points: readonly CurvePoint[], roomId: string) {
  const streams = new Map<string, CurvePoint[]>();
  for (const point of points) {
    // No id has a slash.
    const key = `${point.userId}/${point.peerId}/${point.direction}`;
    const stream = streams.get(key);
    if (stream) stream.push(point);
    else streams.set(key, [point]);
  }
  return [...streams.values()].map((all) => {
    const [{ userId, peerId, direction }] = all as [CurvePoint];
    return {
      RoomId: roomId,
      UserId: userId,
      PeerId: peerId,
      Direction: direction,
      CallDetail: Object.entries(SOURCES).flatMap(([source, { name, desc }]) =>
        curvesOf(
          all.filter((point) => point.source === source),
          `${name}_${direction === "up" ? "send" : "recv"}`,
          `${desc}${direction === "up" ? "发送" : "接收"}`,
        ),
      ),
    };
  });
}

function curvesOf(points: readonly CurvePoint[], name: string, desc: string) {
  return MEASURES.flatMap((measure) => {
    const data = points.flatMap((point) => {
      const value = measure.read(point);
      return value === null ? [] : [{ Time: point.at, Value: Math.round(value * 100) / 100 }];
    });
    if (data.length === 0) return [];
    return [{ Name: `${name}_${measure.name}`, Desc: `${desc}${measure.desc}`, Unit: measure.unit, Data: data }];
  });
}
