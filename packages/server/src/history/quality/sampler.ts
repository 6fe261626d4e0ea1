import type { StreamQuality } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { Clock, Timer } from "../../clock/clock.js";
import type { Participant, Publication, Subscription } from "../../rooms/participant.js";
import type { Room } from "../../rooms/room.js";
import type { RoomEvents } from "../../rooms/room-events.js";
import type { HistoryWriter } from "../writer.js";
import { FollowedStream } from "./stream.js";

/** Every stream is read this often, in milliseconds, as long as there are not too many. */
export const SAMPLE_INTERVAL = 2_000;

/**
 * Readings are spread over time: so many every so many milliseconds. With more than 1,000 streams each is read less
 * often, so that reading never takes more than a few hundredths of a core.
 */
const TICK = 100;
const READINGS_PER_TICK = 50;

/** A stream that is not muted and has had no first frame after this long, in milliseconds, has failed so far. */
const FIRST_FRAME_PATIENCE = 5_000;

export interface SamplerOptions {
  events: EventEmitter<RoomEvents>;
  writer: HistoryWriter;
  clock: Clock;
  /** Of the streams of earlier runs. */
  lastStreamId: number;
}

/** Follows every stream: reads its counters, takes the reports of clients in, and writes points. */
export class QualitySampler {
  /** By publication or subscription id, the one that is due first in front. */
  private readonly streams = new Map<string, FollowedStream>();
  private lastId: number;
  private timer: Timer | undefined;
  private closed = false;

  constructor(private readonly options: SamplerOptions) {
    this.lastId = options.lastStreamId;
    const { events } = options;
    events.on("published", (room, publication) => this.follow(room, publication.id, publication.owner, publication));
    events.on("unpublished", (_room, { id }) => void this.streams.delete(id));
    events.on("subscribed", (room, subscription) => {
      this.follow(room, subscription.id, subscription.subscriber, subscription.publication, subscription);
    });
    events.on("unsubscribed", (_room, { id }) => void this.streams.delete(id));
    events.on("qualityReported", (_room, participant, streams) => this.handleReport(participant, streams));
  }

  /** Pixels that a subscription is drawn with: as its client says, else as the sender's does. */
  pixelsOf({ id, publication }: Subscription): number | undefined {
    const now = this.options.clock.now();
    return this.streams.get(id)?.pixels(now) ?? this.streams.get(publication.id)?.pixels(now);
  }

  close(): void {
    this.closed = true;
    this.timer?.cancel();
    this.streams.clear();
  }

  private follow(
    { appId, roomId }: Room,
    key: string,
    participant: Participant,
    publication: Publication,
    subscription?: Subscription,
  ): void {
    this.lastId += 1;
    const beganAt = this.options.clock.now();
    const stream = new FollowedStream(this.lastId, participant, publication, subscription, beganAt);
    this.streams.set(key, stream);
    const row = {
      id: stream.id,
      stay_id: participant.id,
      app_id: appId,
      room_id: roomId,
      user_id: participant.userId,
      peer_id: subscription ? publication.owner.userId : "",
      direction: stream.direction,
      source: stream.source,
      os: participant.platform.os ?? "",
      access: participant.platform.access ?? "",
      began_at: beganAt,
      expected: 0,
      first_frame_at: null,
    };
    this.options.writer.do((db) => db.insertInto("streams").values(row).execute());
    this.schedule();
  }

  private handleReport(participant: Participant, reports: readonly StreamQuality[]): void {
    const now = this.options.clock.now();
    for (const report of reports) {
      const stream = this.streams.get(report.id);
      // A client tells of its own streams only; the report of one that has just ended comes too late.
      if (stream?.participant === participant) stream.handleReport(report, now);
    }
  }

  /** Runs only while there is something to read: an idle server stays idle. */
  private schedule(): void {
    if (this.timer || this.closed || this.streams.size === 0) return;
    this.timer = this.options.clock.after(TICK, () => {
      this.timer = undefined;
      this.readDue();
      this.schedule();
    });
  }

  private readDue(): void {
    const now = this.options.clock.now();
    const due: [string, FollowedStream][] = [];
    for (const entry of this.streams) {
      if (entry[1].dueAt > now || due.length === READINGS_PER_TICK) break;
      due.push(entry);
    }
    for (const [key, stream] of due) {
      stream.dueAt = now + SAMPLE_INTERVAL;
      // To the end of the queue.
      this.streams.delete(key);
      this.streams.set(key, stream);
      void this.read(key, stream);
    }
  }

  private async read(key: string, stream: FollowedStream): Promise<void> {
    const { clock, writer } = this.options;
    try {
      const counters = await stream.read();
      // It may have ended meanwhile.
      if (this.streams.get(key) !== stream) return;
      const sender = stream.subscription && this.streams.get(stream.publication.id);
      const point = stream.handleCounters(counters, clock.now(), sender?.rtt(clock.now()));
      if (point) writer.addPoint(point);
      this.judge(stream);
    } catch {
      // A track that closes under the reading, or with its worker, tells its end by its own event.
    }
  }

  /** Writes down whether the first frame came, once, or that it is missed. */
  private judge(stream: FollowedStream): void {
    const { id, firstFrameAt, judged, beganAt, flowing } = stream;
    const late = flowing && this.options.clock.now() - beganAt >= FIRST_FRAME_PATIENCE;
    if (firstFrameAt === undefined ? judged || !late : judged && stream.frameTold) return;
    stream.judged = true;
    stream.frameTold = firstFrameAt !== undefined;
    const change = { expected: 1, first_frame_at: firstFrameAt ?? null };
    this.options.writer.do((db) => db.updateTable("streams").set(change).where("id", "=", id).execute());
  }
}
