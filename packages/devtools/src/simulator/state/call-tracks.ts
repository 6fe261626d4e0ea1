import type { CallStats, StatsSample } from "./call-stats.js";

/** How a track fares in one interval, worst last. */
export type TrackState = "good" | "idle" | "poor" | "bad";

/** A track of a call as one phone sends or receives it, with the latest numbers. */
export interface CallTrack {
  /** Names it among the tracks of its phone. */
  key: string;
  direction: "sent" | "received";
  /** Whose it is, of those that are received. */
  userId: string;
  source: string;
  kind: "audio" | "video";
  /** How it fared, joined where nothing changed. */
  spans: { from: number; to: number; state: TrackState }[];
  last: TrackNumbers;
  /** Whether the last sample has it. */
  isOn: boolean;
}

export interface TrackNumbers {
  codec?: string;
  /** Kilobits per second. */
  kilobits?: number;
  /** Percent of the packets. */
  loss?: number;
  /** Milliseconds. */
  rtt?: number;
  jitter?: number;
  framesPerSecond?: number;
  width?: number;
  height?: number;
  /** Layers that are sent: `f 640×480 512 kbps`, largest last. */
  layers: { name: string; active: boolean; width?: number; height?: number; kilobits?: number }[];
  /** What keeps the picture small: `cpu` or `bandwidth`. */
  limitation?: string;
  freezes?: number;
}

type Stats = CallStats["local"][number] | CallStats["remote"][number];

/** Longer gaps between two samples are gaps of the track: the call was interrupted, or another one began. */
const GAP = 5_000;
/** From here on people hear and see it. */
const POOR_LOSS = 0.05;
const BAD_LOSS = 0.15;
const POOR_FRAMES = 8;

/** Puts the samples of one phone together, track by track: sent ones first, then by user. */
export function tracksOf(samples: readonly StatsSample[]): CallTrack[] {
  const tracks = new Map<string, CallTrack>();
  let before: StatsSample | undefined;
  for (const sample of samples) {
    const from = before && sample.time - before.time <= GAP ? before.time : sample.time - 2_000;
    for (const [key, direction, userId, stats] of entriesOf(sample)) {
      const previous = before && entriesOf(before).find(([other]) => other === key)?.[3];
      const state = stateOf(stats, previous);
      const track = tracks.get(key) ?? {
        key,
        direction,
        userId,
        source: stats.source,
        kind: stats.kind,
        spans: [],
        last: numbersOf(stats),
        isOn: false,
      };
      const lastSpan = track.spans.at(-1);
      if (lastSpan?.state === state && lastSpan.to >= from) lastSpan.to = sample.time;
      else track.spans.push({ from: Math.max(from, lastSpan?.to ?? from), to: sample.time, state });
      track.last = numbersOf(stats);
      tracks.set(key, track);
    }
    before = sample;
  }
  const last = samples.at(-1);
  const on = new Set(last ? entriesOf(last).map(([key]) => key) : []);
  const all = [...tracks.values()].map((track) => ({ ...track, isOn: on.has(track.key) }));
  return all.sort(
    (a, b) =>
      Number(a.direction === "received") - Number(b.direction === "received") ||
      a.userId.localeCompare(b.userId) ||
      a.source.localeCompare(b.source),
  );
}

function entriesOf({ stats }: StatsSample): [key: string, CallTrack["direction"], userId: string, Stats][] {
  return [
    ...stats.local.map((track): [string, "sent", string, Stats] => [`sent ${track.source}`, "sent", "", track]),
    ...stats.remote.map((track): [string, "received", string, Stats] => [
      `received ${track.userId} ${track.source}`,
      "received",
      track.userId,
      track,
    ]),
  ];
}

/** In words: nothing arrives or flows (idle), it breaks up (bad), it suffers (poor), it flows. */
export function stateOf(stats: Stats, before: Stats | undefined): TrackState {
  const loss = stats.lossRatio ?? 0;
  if (loss >= BAD_LOSS) return "bad";
  const freezes = "freezes" in stats && before && "freezes" in before ? stats.freezes - before.freezes : 0;
  if (freezes > 0) return "bad";
  if (before && stats.bytes === before.bytes) return "idle";
  if (loss >= POOR_LOSS) return "poor";
  const slow = stats.kind === "video" && stats.framesPerSecond !== undefined && stats.framesPerSecond < POOR_FRAMES;
  const limited = "qualityLimitation" in stats && (stats.qualityLimitation ?? "none") !== "none";
  return slow || limited ? "poor" : "good";
}

function numbersOf(stats: Stats): TrackNumbers {
  const numbers: Record<string, unknown> = {
    codec: stats.codec?.replace(/^\w+\//, ""),
    kilobits: kilobits(stats.bitrate),
    loss: stats.lossRatio === undefined ? undefined : stats.lossRatio * 100,
    rtt: stats.rtt,
    jitter: stats.jitter,
    framesPerSecond: stats.framesPerSecond,
    width: stats.width,
    height: stats.height,
    limitation:
      "qualityLimitation" in stats && stats.qualityLimitation !== "none" ? stats.qualityLimitation : undefined,
    freezes: "freezes" in stats ? stats.freezes : undefined,
  };
  const layers = "layers" in stats ? stats.layers : [];
  return {
    ...(Object.fromEntries(
      Object.entries(numbers).filter(([, value]) => value !== undefined),
    ) as Partial<TrackNumbers>),
    layers: layers.map((layer) => ({
      name: layer.rid ?? "",
      active: layer.active,
      ...(layer.width === undefined ? {} : { width: layer.width }),
      ...(layer.height === undefined ? {} : { height: layer.height }),
      ...(layer.bitrate === undefined ? {} : { kilobits: layer.bitrate / 1000 }),
    })),
  };
}

function kilobits(bits: number | undefined): number | undefined {
  return bits === undefined ? undefined : bits / 1000;
}

/** One point of the curves of a phone. */
export interface CurvePoint {
  time: number;
  /** Kilobits per second. */
  sent: number | null;
  received: number | null;
  /** Percent, the worst track's. */
  loss: number | null;
  /** Milliseconds. */
  rtt: number | null;
}

export function curveOf(samples: readonly StatsSample[]): CurvePoint[] {
  return samples.map(({ time, stats }) => {
    const losses = [...stats.local, ...stats.remote]
      .map(({ lossRatio }) => lossRatio)
      .filter((loss) => loss !== undefined);
    return {
      time,
      sent: kilobits(stats.connection.sendBitrate) ?? null,
      received: kilobits(stats.connection.receiveBitrate) ?? null,
      loss: losses.length === 0 ? null : Math.max(...losses) * 100,
      rtt: stats.connection.rtt ?? null,
    };
  });
}
