import { kindOf, type Size, type Source } from "@lianmai/protocol";
import type {
  ProducerCodecOptions,
  ProducerOptions,
  RtpCapabilities,
  RtpEncodingParameters,
} from "mediasoup-client/types";
import { type EncoderConfig, videoLayers } from "./video-layers.js";

export type VideoCodec = "vp8" | "vp9" | "h264" | "av1";

/** Milliseconds of sound in a packet. */
export type PacketTime = 20 | 40 | 60;

/** `maxBitrate` also holds for audio; its default there is left to Opus, some 32,000. */
export interface PublishOptions extends EncoderConfig {
  /** Whether the publication starts muted. Default false. */
  muted?: boolean;
  /** Video codec to send, if the server takes it; else the server's first. Default `vp8`. */
  codec?: VideoCodec;
  /**
   * Whether a camera is sent in layers of several sizes, so that everybody gets the one that fits. Default true; small
   * pictures have one layer all the same, and so have VP9, AV1 and screens.
   */
  simulcast?: boolean;
  /**
   * What the picture shows, for a track that does not say it itself (`MediaStreamTrack.contentHint`): `motion` keeps
   * the frame rate, `detail` and `text` keep the size when the bandwidth is short. Default for screens `detail`, for
   * cameras left to the browser.
   */
  contentHint?: "motion" | "detail" | "text";
  /**
   * Sound only: longer packets spare both ends and the way what each packet costs, take as much longer to arrive, and are
   * missed more where they are lost. Default 20, which is Opus's own.
   */
  packetTime?: PacketTime;
  /** Encodings of a video track, lowest layer first. Everything above that is about them is ignored then. */
  encodings?: RtpEncodingParameters[];
}

/** A screen's text must be readable also where little moves, so it never gets less than this. */
const SCREEN_BITRATE = 1_500_000;

/** Opus as a call wants it: nothing sent in silence, and lost packets mended from the next ones or sent again. */
const MICROPHONE_CODEC: ProducerCodecOptions = { opusDtx: true, opusFec: true, opusNack: true };
/** What a shared screen plays is music as often as speech: stereo, and no gating of silence. */
const SCREEN_AUDIO_CODEC: ProducerCodecOptions = { opusStereo: true, opusFec: true, opusNack: true };

/**
 * What the browser believes of the way before it has measured it, in kbit/s: at its own 300 a camera's full picture comes
 * only after seconds. And what it sends at least: where much is lost, its estimate falls until hardly a picture a second
 * is left, although the smallest layer still gets through. The same for every video, or each new one would begin the
 * measuring anew.
 */
const VIDEO_CODEC: ProducerCodecOptions = { videoGoogleStartBitrate: 600, videoGoogleMinBitrate: 150 };

/** Sound goes first where the way does not carry all. */
const AUDIO_ENCODING: RtpEncodingParameters = { priority: "high", networkPriority: "high" };

/** How mediasoup-client is to send a track, and the sizes of its layers if it is video whose encodings are ours. */
export interface Sending {
  options: ProducerOptions;
  layers: Size[] | undefined;
}

/** How a track is sent. The track stays the caller's: it is neither stopped nor disabled. */
export function sendingOf(
  source: Source,
  track: MediaStreamTrack,
  options: PublishOptions,
  capabilities: RtpCapabilities,
): Sending {
  const common = { track, stopTracks: false, disableTrackOnPause: false };
  if (kindOf(source) === "audio") {
    const codecOptions = { ...(source === "microphone" ? MICROPHONE_CODEC : SCREEN_AUDIO_CODEC) };
    if (options.maxBitrate !== undefined) codecOptions.opusMaxAverageBitrate = options.maxBitrate;
    if (options.packetTime !== undefined) codecOptions.opusPtime = options.packetTime;
    return { options: { ...common, codecOptions, encodings: [{ ...AUDIO_ENCODING }] }, layers: undefined };
  }
  const mimeType = `video/${options.codec ?? "vp8"}`;
  const codec = capabilities.codecs?.find((one) => one.mimeType.toLowerCase() === mimeType);
  const withCodec = { ...common, codecOptions: { ...VIDEO_CODEC }, ...(codec ? { codec } : {}) };
  if (options.encodings) return { options: { ...withCodec, encodings: options.encodings }, layers: undefined };
  const { encodings, sizes } = encodingsOf(source, track, options, isSimulcast(source, options) ? undefined : 1);
  return { options: { ...withCodec, encodings }, layers: sizes };
}

/** The encodings for a track, as many as `count` says. */
export function encodingsOf(source: Source, track: MediaStreamTrack, config: EncoderConfig, count: number | undefined) {
  return videoLayers(track.getSettings(), config, count, source === "screen" ? SCREEN_BITRATE : 0);
}

/** What is written on a track before it is sent; undefined to leave it as it is. */
export function contentHintOf(source: Source, track: MediaStreamTrack, options: PublishOptions): string | undefined {
  if (kindOf(source) === "audio" || track.contentHint) return undefined;
  return options.contentHint ?? (source === "screen" ? "detail" : undefined);
}

function isSimulcast(source: Source, { simulcast = true, codec = "vp8" }: PublishOptions): boolean {
  return source === "camera" && simulcast && (codec === "vp8" || codec === "h264");
}
