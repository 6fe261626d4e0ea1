import { kindOf, type MediaKind, type Source, type StreamQuality } from "@lianmai/protocol";
import type { StreamCounters } from "../../media/media-engine.js";
import type { Participant, Publication, Subscription } from "../../rooms/participant.js";
import type { Point } from "../writer.js";

/** What a client's report says of the picture and the way holds for this long after it came, in milliseconds. */
const REPORT_LIFE = 6_000;

/** A one-way delay above this, in milliseconds, is late. */
const LATE = 400;

/** Sums of reports since the last point. */
interface Played {
  played: number;
  stalled: number;
  freezes: number;
}

const NOTHING_PLAYED: Played = { played: 0, stalled: 0, freezes: 0 };

/** One stream whose quality is followed: what was read and reported of it since the last point. */
export class FollowedStream {
  readonly kind: MediaKind;
  readonly source: Source;
  /** When the counters are to be read again, Unix milliseconds. */
  dueAt: number;
  /** When its first packet passed or its first frame was played. */
  firstFrameAt: number | undefined;
  /** Whether it was told that this stream is judged by its first frame. */
  judged = false;
  /** Whether its first frame was told. */
  frameTold = false;
  private countedRtt: number | undefined;
  private last: { at: number; counters: StreamCounters } | undefined;
  private report: { at: number; quality: StreamQuality } | undefined;
  private sums = NOTHING_PLAYED;

  constructor(
    readonly id: number,
    readonly participant: Participant,
    readonly publication: Publication,
    /** Undefined for a stream that is sent to the server. */
    readonly subscription: Subscription | undefined,
    readonly beganAt: number,
  ) {
    this.source = publication.source;
    this.kind = kindOf(publication.source);
    this.dueAt = beganAt;
  }

  get direction(): "up" | "down" {
    return this.subscription ? "down" : "up";
  }

  /** Whether media should pass now. */
  get flowing(): boolean {
    return !this.publication.muted && !this.subscription?.paused;
  }

  /** Pixels of the picture, as its client last told; undefined when it does not tell, or not any more. */
  pixels(now: number): number | undefined {
    const { width, height } = this.current(now);
    return width === undefined || height === undefined ? undefined : width * height;
  }

  /** Round-trip time between server and client in milliseconds; undefined while nothing is known. */
  rtt(now: number): number | undefined {
    return this.current(now).rtt ?? this.countedRtt;
  }

  read(): Promise<StreamCounters> {
    return (this.subscription?.consumer ?? this.publication.producer).readCounters();
  }

  /** What the client says of this stream since its report before. */
  handleReport(quality: StreamQuality, now: number): void {
    this.report = { at: now, quality };
    const { played, stalled, freezes } = this.sums;
    // A long freeze is told of when it ends: then more stood still than was played in this stretch.
    const stood = quality.stalled ?? 0;
    const time = Math.max(quality.played ?? 0, stood);
    this.sums = { played: played + time, stalled: stalled + stood, freezes: freezes + (quality.freezes ?? 0) };
    if (this.subscription && time > 0) this.firstFrameAt ??= now;
  }

  /**
   * Takes a reading in.
   *
   * @param senderRtt round-trip time between the server and who sends, for a stream that is received
   * @returns the point since the reading before; undefined for the first reading, and while nothing flows
   */
  handleCounters(counters: StreamCounters, now: number, senderRtt: number | undefined): Point | undefined {
    const { last, sums } = this;
    this.last = { at: now, counters };
    // What a viewer got is only known from itself; a client that does not report is taken to have played what was sent.
    const reports = this.report !== undefined;
    if (counters.packets > 0 && !(this.subscription && reports)) this.firstFrameAt ??= now;
    this.countedRtt = counters.rtt ?? this.countedRtt;
    if (last === undefined || now <= last.at) return undefined;
    const span = now - last.at;
    const packets = Math.max(0, counters.packets - last.counters.packets);
    if (packets === 0 && sums.played === 0 && !this.flowing) return undefined;
    this.sums = NOTHING_PLAYED;
    const current = this.current(now);
    const rtt = this.rtt(now);
    const delay = rtt === undefined ? undefined : (rtt + (senderRtt ?? 0)) / 2;
    return {
      stream_id: this.id,
      at: last.at,
      span,
      bytes: Math.max(0, counters.bytes - last.counters.bytes),
      packets,
      lost: Math.max(0, counters.lost - last.counters.lost),
      rtt: rounded(rtt),
      jitter: rounded(this.subscription ? current.jitter : counters.jitter),
      fps: current.framesPerSecond ?? null,
      width: current.width ?? null,
      height: current.height ?? null,
      ...sums,
      timed: delay === undefined ? 0 : span,
      late: delay !== undefined && delay > LATE ? span : 0,
    };
  }

  private current(now: number): Partial<StreamQuality> {
    return this.report && now - this.report.at <= REPORT_LIFE ? this.report.quality : {};
  }
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value);
}
