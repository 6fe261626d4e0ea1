import type { Frame, Page } from "playwright-core";
import { until } from "./until.js";

/** What one stream that a page receives has come to, from its RTCPeerConnection's statistics. */
export interface InboundStream {
  kind: "audio" | "video";
  ssrc: number;
  trackId: string;
  packetsReceived: number;
  /** Video only. */
  framesDecoded: number;
  frameWidth: number;
  frameHeight: number;
  /** Audio only: grows while something else than silence is heard. */
  totalAudioEnergy: number;
}

/** What one stream that a page sends has come to. */
export interface OutboundStream {
  kind: "audio" | "video";
  ssrc: number;
  packetsSent: number;
  framesEncoded: number;
}

interface Recorder {
  lianmaiPeerConnections?: RTCPeerConnection[];
}

/**
 * Runs in every frame before its own scripts: keeps a list of the peer connections that the frame makes, so that tests
 * can read their statistics whatever program made them.
 */
export function recordPeerConnections(): void {
  const made: RTCPeerConnection[] = [];
  (window as Recorder).lianmaiPeerConnections = made;
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      made.push(this);
    }
  };
}

/** The streams that a page or frame receives now. */
export async function inboundStreams(target: Page | Frame): Promise<InboundStream[]> {
  return (await streams(target, "inbound-rtp")).map((entry) => ({
    kind: entry.kind,
    ssrc: entry.ssrc,
    trackId: String(entry.trackIdentifier ?? ""),
    packetsReceived: Number(entry.packetsReceived ?? 0),
    framesDecoded: Number(entry.framesDecoded ?? 0),
    frameWidth: Number(entry.frameWidth ?? 0),
    frameHeight: Number(entry.frameHeight ?? 0),
    totalAudioEnergy: Number(entry.totalAudioEnergy ?? 0),
  }));
}

/** The streams that a page or frame sends now. */
export async function outboundStreams(target: Page | Frame): Promise<OutboundStream[]> {
  return (await streams(target, "outbound-rtp")).map((entry) => ({
    kind: entry.kind,
    ssrc: entry.ssrc,
    packetsSent: Number(entry.packetsSent ?? 0),
    framesEncoded: Number(entry.framesEncoded ?? 0),
  }));
}

/**
 * Waits until so many remote videos decode new frames, each at least `frames` more than when it was first seen.
 *
 * @returns The streams that do.
 */
export async function videoArrives(target: Page | Frame, count = 1, frames = 10): Promise<InboundStream[]> {
  return await growing(target, "video", count, (stream) => stream.framesDecoded, frames, "decode new frames");
}

/** Waits until so many remote audio streams are heard: the energy of each grows, which silence does not make it do. */
export async function audioArrives(target: Page | Frame, count = 1, timeout?: number): Promise<InboundStream[]> {
  return await growing(target, "audio", count, (stream) => stream.totalAudioEnergy, 1e-6, "carry sound", timeout);
}

async function growing(
  target: Page | Frame,
  kind: InboundStream["kind"],
  count: number,
  measure: (stream: InboundStream) => number,
  growth: number,
  verb: string,
  timeout?: number,
): Promise<InboundStream[]> {
  const first = new Map<number, number>();
  const probe = async () => {
    const grown = (await inboundStreams(target)).filter((stream) => {
      if (stream.kind !== kind) return false;
      const start = first.get(stream.ssrc);
      if (start === undefined) first.set(stream.ssrc, measure(stream));
      return start !== undefined && measure(stream) - start >= growth;
    });
    return grown.length >= count && grown;
  };
  return await until(`${count} remote ${kind} stream(s) ${verb}`, probe, timeout);
}

/**
 * Waits until so many `<video>` elements show moving pictures: each plays, has a size, and has presented new frames
 * since it was first seen. Local previews count as well.
 */
export async function videosPlay(target: Page | Frame, count: number): Promise<void> {
  const first = new Map<number, number>();
  await until(`${count} <video> element(s) show new frames`, async () => {
    const shown = await target
      .locator("video")
      .evaluateAll((videos) =>
        (videos as HTMLVideoElement[]).map((video) =>
          video.videoWidth > 0 && !video.paused ? video.getVideoPlaybackQuality().totalVideoFrames : -1,
        ),
      );
    const moving = shown.filter((frames, index) => {
      const start = first.get(index);
      // A video that did not play yet when it was first seen is counted from when it does.
      if (start === undefined || start < 0 || frames < start) first.set(index, frames);
      return start !== undefined && start >= 0 && frames > start;
    });
    return moving.length >= count;
  });
}

type RawStream = Record<string, unknown> & { kind: "audio" | "video"; ssrc: number };

async function streams(target: Page | Frame, type: "inbound-rtp" | "outbound-rtp"): Promise<RawStream[]> {
  return await target.evaluate(async (wanted) => {
    const connections = (window as Recorder).lianmaiPeerConnections ?? [];
    const found: RawStream[] = [];
    for (const connection of connections.filter((one) => one.connectionState !== "closed")) {
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type === wanted) found.push(entry);
      }
    }
    return found;
  }, type);
}
