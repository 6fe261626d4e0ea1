import { LIMITS, type Source, type StreamQuality } from "@lianmai/protocol";
import type { LocalTrackStats, RemoteTrackStats, RoomStats, TrackStats } from "../stats/stats.js";

/** How the server names the streams. */
export interface StreamNames {
  /** Undefined for a source that is not published now. */
  publicationId(source: Source): string | undefined;
  subscriptionId(userId: string, source: Source): string | undefined;
}

/** Beyond this the server takes no number; milliseconds, or a count. */
const MOST = 600_000;

/** What this side alone knows of its streams since the reading before, for the server's history of the call. */
export function reportStreams(before: RoomStats | undefined, now: RoomStats, names: StreamNames): StreamQuality[] {
  const elapsed = before ? now.timestamp - before.timestamp : 0;
  const sent = now.local.flatMap((track) => {
    const id = names.publicationId(track.source);
    return id === undefined ? [] : [{ id, ...describeWay(track), ...describePicture(track) }];
  });
  const received = now.remote.flatMap((track) => {
    const id = names.subscriptionId(track.userId, track.source);
    const earlier = before?.remote.find(({ userId, source }) => userId === track.userId && source === track.source);
    if (id === undefined) return [];
    return [{ id, ...describeWay(track), ...describePicture(track), ...describePlaying(track, earlier, elapsed) }];
  });
  return [...sent, ...received].slice(0, LIMITS.reportedStreams);
}

function describeWay({ rtt, jitter }: TrackStats): Pick<StreamQuality, "rtt" | "jitter"> {
  return { ...whole("rtt", rtt), ...whole("jitter", jitter) };
}

function describePicture({
  width,
  height,
  framesPerSecond,
}: LocalTrackStats | RemoteTrackStats): Partial<StreamQuality> {
  if (width === undefined || height === undefined) return {};
  const fps = framesPerSecond === undefined ? {} : { framesPerSecond: Math.min(Math.max(framesPerSecond, 0), 1_000) };
  return { ...whole("width", width), ...whole("height", height), ...(Number.isFinite(framesPerSecond) && fps) };
}

function describePlaying(
  track: RemoteTrackStats,
  earlier: RemoteTrackStats | undefined,
  elapsed: number,
): Partial<StreamQuality> {
  const delay = whole("delay", track.jitterBufferDelay);
  // Counters that went back are those of a new track under the old name.
  if (!earlier || elapsed <= 0 || track.packets < earlier.packets) return delay;
  const stalled = grown(track.freezeDuration, earlier.freezeDuration) + grown(track.concealed, earlier.concealed);
  const flows = track.packets > earlier.packets;
  if (!flows && stalled === 0) return delay;
  return {
    ...delay,
    ...whole("played", elapsed),
    ...whole("stalled", stalled),
    ...(track.kind === "video" && whole("freezes", grown(track.freezes, earlier.freezes))),
  };
}

function whole<K extends keyof StreamQuality>(name: K, value: number | undefined): { [N in K]?: number } {
  if (value === undefined || !Number.isFinite(value)) return {};
  return { [name]: Math.min(Math.max(Math.round(value), 0), MOST) } as { [N in K]?: number };
}

function grown(now = 0, before = 0): number {
  return Math.max(now - before, 0);
}
