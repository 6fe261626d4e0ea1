import { kindOf, type Source } from "@lianmai/protocol";
import type {
  ProducerCodecOptions,
  ProducerOptions,
  RtpCapabilities,
  RtpEncodingParameters,
} from "mediasoup-client/types";

export type VideoCodec = "vp8" | "vp9" | "h264" | "av1";

export interface PublishOptions {
  /** Whether the publication starts muted. Default false. */
  muted?: boolean;
  /**
   * Highest bits per second of the whole publication. Default for video: what suits the track's size and frame
   * rate, see `suitableBitrate`; for audio: left to Opus, some 32,000.
   */
  maxBitrate?: number;
  /** Video codec to send, if the server takes it; else the server's first. Default `vp8`. */
  codec?: VideoCodec;
  /**
   * Encodings of a video track, lowest layer first, for simulcast. Default: a single one. `maxBitrate` is ignored
   * when they are given.
   */
  encodings?: RtpEncodingParameters[];
}

/** The reference for bit rates: 640 x 480 at 15 frames per second looks good from a camera with 600 kbit/s of VP8. */
const REFERENCE = { pixelsPerSecond: 640 * 480 * 15, bitrate: 600_000 };

/**
 * Bits per second that suit a video: they grow slower than the pixels do, because a larger picture has more of the
 * same. 640x480@15 gets 600 kbit/s, 1280x720@30 2.3 Mbit/s, 320x240@15 210 kbit/s.
 */
export function suitableBitrate(width: number, height: number, frameRate: number): number {
  const ratio = (width * height * frameRate) / REFERENCE.pixelsPerSecond;
  return Math.round(REFERENCE.bitrate * ratio ** 0.75);
}

/** A screen's text must be readable also where little moves, so it never gets less than this. */
const SCREEN_BITRATE = 1_500_000;

/** Opus as a call wants it: nothing sent in silence, and lost packets mended from the next ones. */
const MICROPHONE_CODEC: ProducerCodecOptions = { opusDtx: true, opusFec: true };
/** What a shared screen plays is music as often as speech: stereo, and no gating of silence. */
const SCREEN_AUDIO_CODEC: ProducerCodecOptions = { opusStereo: true, opusFec: true };

/** How mediasoup-client is to send a track. The track stays the caller's: it is neither stopped nor disabled. */
export function producerOptions(
  source: Source,
  track: MediaStreamTrack,
  options: PublishOptions,
  capabilities: RtpCapabilities,
): ProducerOptions {
  const common = { track, stopTracks: false, disableTrackOnPause: false };
  if (kindOf(source) === "audio") {
    const codecOptions = { ...(source === "microphone" ? MICROPHONE_CODEC : SCREEN_AUDIO_CODEC) };
    if (options.maxBitrate !== undefined) codecOptions.opusMaxAverageBitrate = options.maxBitrate;
    return { ...common, codecOptions };
  }
  const encodings = options.encodings ?? [{ maxBitrate: options.maxBitrate ?? defaultBitrate(source, track) }];
  const mimeType = `video/${options.codec ?? "vp8"}`;
  const codec = capabilities.codecs?.find((one) => one.mimeType.toLowerCase() === mimeType);
  return { ...common, encodings, ...(codec ? { codec } : {}) };
}

function defaultBitrate(source: Source, track: MediaStreamTrack): number {
  const { width = 640, height = 480, frameRate = 15 } = track.getSettings();
  const suitable = suitableBitrate(width, height, frameRate);
  return source === "screen" ? Math.max(suitable, SCREEN_BITRATE) : suitable;
}
