import { kindOf, type MediaKind, type Source } from "@lianmai/protocol";
import type { ConnectionStats, LayerStats, LocalTrackStats, RemoteTrackStats, RoomStats } from "./stats.js";

/** A report of the browser by id; what `RTCPeerConnection.getStats()` resolves with. */
type Report = ReadonlyMap<string, RawStats>;

/** An entry of a report. Which fields there are depends on `type` and on the browser, so each is checked when read. */
interface RawStats {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What the collector uses of a mediasoup transport, producer or consumer. */
interface HasStats {
  getStats(): Promise<RTCStatsReport>;
}
interface LocalTrack {
  source: Source;
  producer: HasStats;
}
interface RemoteTrack {
  userId: string;
  source: Source;
  consumer: HasStats;
}

/** The counters of one thing at the call before. */
interface Sample {
  /** Unix time in milliseconds at which the browser read them. */
  at: number;
  bytes: number;
  packets: number;
  lost: number;
}

/** Turns the reports of the browser into `RoomStats`. Keeps the last counters, for the rates. */
export class StatsCollector {
  #samples = new Map<string, Sample>();
  #next = new Map<string, Sample>();

  async collect(
    transports: { send: HasStats; receive: HasStats } | undefined,
    local: readonly LocalTrack[],
    remote: readonly RemoteTrack[],
  ): Promise<RoomStats> {
    const [send, receive, ...tracks] = await Promise.all([
      read(transports?.send),
      read(transports?.receive),
      ...local.map(({ producer }) => read(producer)),
      ...remote.map(({ consumer }) => read(consumer)),
    ]);
    const empty: Report = new Map();
    this.#next = new Map();
    const stats: RoomStats = {
      timestamp: Date.now(),
      connection: this.#connection(send, receive),
      local: local.map(({ source }, index) => this.#local(source, tracks[index] ?? empty)),
      remote: remote.map(({ userId, source }, index) =>
        this.#remote(userId, source, tracks[local.length + index] ?? empty),
      ),
    };
    this.#samples = this.#next;
    return stats;
  }

  #connection(send: Report, receive: Report): ConnectionStats {
    const sendPair = selectedPair(send);
    const receivePair = selectedPair(receive);
    const pair = sendPair ?? receivePair;
    const candidate = pair && (send.get(text(pair.localCandidateId)) ?? receive.get(text(pair.localCandidateId)));
    const protocol = candidate?.protocol;
    return defined({
      rtt: milliseconds(pair?.currentRoundTripTime),
      availableOutgoingBitrate: number(sendPair?.availableOutgoingBitrate),
      sendBitrate:
        sendPair &&
        this.#rate("send", { at: timeOf(sendPair), bytes: count(sendPair.bytesSent), packets: 0, lost: 0 }).bitrate,
      receiveBitrate:
        receivePair &&
        this.#rate("receive", {
          at: timeOf(receivePair),
          bytes: count(receivePair.bytesReceived),
          packets: 0,
          lost: 0,
        }).bitrate,
      protocol: protocol === "udp" || protocol === "tcp" ? protocol : undefined,
    });
  }

  #local(source: Source, report: Report): LocalTrackStats {
    const all = [...report.values()];
    const outbound = all.filter((one) => one.type === "outbound-rtp");
    const feedback = all.filter((one) => one.type === "remote-inbound-rtp");
    const media = all.find((one) => one.type === "media-source");
    const layers = outbound
      .map((one) => this.#layer(source, one))
      .sort((one, other) => (one.rid ?? "").localeCompare(other.rid ?? ""));
    const largest = outbound.reduce<RawStats | undefined>(
      (best, one) => (best && count(best.frameWidth) >= count(one.frameWidth) ? best : one),
      undefined,
    );
    const bytes = sum(outbound, "bytesSent");
    const packets = sum(outbound, "packetsSent");
    const lost = sum(feedback, "packetsLost");
    const limitation = largest?.qualityLimitationReason;
    return {
      source,
      kind: kindOf(source) satisfies MediaKind,
      bytes,
      packets,
      layers,
      ...defined({
        ...this.#rate(`local ${source}`, { at: timeOf(outbound[0]), bytes, packets, lost }),
        packetsLost: feedback.length > 0 ? lost : undefined,
        codec: codecOf(report, largest),
        jitter: milliseconds(feedback[0]?.jitter),
        rtt: milliseconds(feedback[0]?.roundTripTime),
        frames: number(largest?.framesEncoded),
        framesPerSecond: number(largest?.framesPerSecond),
        width: number(largest?.frameWidth),
        height: number(largest?.frameHeight),
        audioEnergy: number(media?.totalAudioEnergy),
        audioLevel: number(media?.audioLevel),
        targetBitrate: outbound.some((one) => one.targetBitrate !== undefined)
          ? sum(outbound, "targetBitrate")
          : undefined,
        retransmitted: outbound.some((one) => one.retransmittedPacketsSent !== undefined)
          ? sum(outbound, "retransmittedPacketsSent")
          : undefined,
        qualityLimitation: isLimitation(limitation) ? limitation : undefined,
      }),
    };
  }

  #layer(source: Source, outbound: RawStats): LayerStats {
    const rid = typeof outbound.rid === "string" && outbound.rid !== "" ? outbound.rid : undefined;
    const bytes = count(outbound.bytesSent);
    const sample = { at: timeOf(outbound), bytes, packets: 0, lost: 0 };
    return {
      active: outbound.active !== false,
      bytes,
      ...defined({
        rid,
        bitrate: this.#rate(`layer ${source} ${rid ?? ""}`, sample).bitrate,
        width: number(outbound.frameWidth),
        height: number(outbound.frameHeight),
        framesPerSecond: number(outbound.framesPerSecond),
      }),
    };
  }

  #remote(userId: string, source: Source, report: Report): RemoteTrackStats {
    const inbound = [...report.values()].find((one) => one.type === "inbound-rtp");
    const pair = selectedPair(report);
    const bytes = count(inbound?.bytesReceived);
    const packets = count(inbound?.packetsReceived);
    const lost = count(inbound?.packetsLost);
    const emitted = count(inbound?.jitterBufferEmittedCount);
    const delay = milliseconds(inbound?.jitterBufferDelay);
    return {
      userId,
      source,
      kind: kindOf(source),
      bytes,
      packets,
      ...defined({
        ...this.#rate(`remote ${source} ${userId}`, { at: timeOf(inbound), bytes, packets, lost }),
        packetsLost: number(inbound?.packetsLost),
        codec: codecOf(report, inbound),
        jitter: milliseconds(inbound?.jitter),
        rtt: milliseconds(pair?.currentRoundTripTime),
        frames: number(inbound?.framesDecoded),
        framesPerSecond: number(inbound?.framesPerSecond),
        width: number(inbound?.frameWidth),
        height: number(inbound?.frameHeight),
        audioEnergy: number(inbound?.totalAudioEnergy),
        audioLevel: number(inbound?.audioLevel),
        framesReceived: number(inbound?.framesReceived),
        framesDropped: number(inbound?.framesDropped),
        freezes: number(inbound?.freezeCount),
        freezeDuration: milliseconds(inbound?.totalFreezesDuration),
        concealed: soundTime(inbound, count(inbound?.concealedSamples) - count(inbound?.silentConcealedSamples)),
        played: soundTime(inbound, count(inbound?.totalSamplesReceived)),
        jitterBufferDelay: delay !== undefined && emitted > 0 ? delay / emitted : undefined,
        nacks: number(inbound?.nackCount),
        retransmitted: number(inbound?.retransmittedPacketsReceived),
      }),
    };
  }

  /** Rates since the call before. Counters that went back belong to a new track of the same name: no rate then. */
  #rate(key: string, now: Sample): { bitrate: number | undefined; lossRatio: number | undefined } {
    const before = this.#samples.get(key);
    this.#next.set(key, now);
    const seconds = before ? (now.at - before.at) / 1000 : 0;
    if (!before || seconds <= 0 || now.bytes < before.bytes || now.packets < before.packets) {
      return { bitrate: undefined, lossRatio: undefined };
    }
    const lost = Math.max(now.lost - before.lost, 0);
    const expected = now.packets - before.packets + lost;
    return {
      bitrate: Math.round(((now.bytes - before.bytes) * 8) / seconds),
      lossRatio: expected > 0 ? lost / expected : undefined,
    };
  }
}

/** The report of a thing that is there; one that is closed just now has an empty one. */
async function read(from: HasStats | undefined): Promise<Report> {
  try {
    return from ? ((await from.getStats()) as unknown as Report) : new Map();
  } catch {
    return new Map();
  }
}

/** Milliseconds that so many samples of a sound last. Browsers count them at the rate at which they play: 48 kHz. */
function soundTime(inbound: RawStats | undefined, samples: number): number | undefined {
  return typeof inbound?.totalSamplesReceived === "number" ? samples / 48 : undefined;
}

/**
 * When the counters of an entry were read. A page that stalls hears of them late, so that its own clock would make of
 * the next interval a short one, and of its rate an impossible one.
 */
function timeOf(entry: RawStats | undefined): number {
  return number(entry?.timestamp) ?? Date.now();
}

function selectedPair(report: Report): RawStats | undefined {
  const all = [...report.values()];
  const transport = all.find((one) => one.type === "transport");
  const selected = transport && report.get(text(transport.selectedCandidatePairId));
  return selected ?? all.find((one) => one.type === "candidate-pair" && one.nominated === true);
}

function codecOf(report: Report, rtp: RawStats | undefined): string | undefined {
  const codec = rtp && report.get(text(rtp.codecId))?.mimeType;
  return typeof codec === "string" ? codec : undefined;
}

function isLimitation(value: unknown): value is "none" | "cpu" | "bandwidth" | "other" {
  return value === "none" || value === "cpu" || value === "bandwidth" || value === "other";
}

function sum(all: readonly RawStats[], field: string): number {
  return all.reduce((total, one) => total + count(one[field]), 0);
}

function count(value: unknown): number {
  return number(value) ?? 0;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function milliseconds(seconds: unknown): number | undefined {
  return typeof seconds === "number" ? seconds * 1000 : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The same object without the fields that are undefined. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
