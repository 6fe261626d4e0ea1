import type { Size } from "@lianmai/protocol";
import type { RtpEncodingParameters } from "mediasoup-client/types";

/** How a video is to be encoded. What is not given is left to the track, or suits it. */
export interface EncoderConfig {
  /** Highest bits per second of the whole publication. Default: what suits size and frame rate, see `suitableBitrate`. */
  maxBitrate?: number;
  /** Frames a second at most. Default: those of the track. */
  frameRate?: number;
  /**
   * The largest picture to send, pixels; whichever way the phone is held, the longer side is compared with the longer.
   * The track is scaled down to it and never up. Default: the size of the track.
   */
  width?: number;
  height?: number;
}

/** What is sent of a video track: the smallest layer first. */
export interface VideoLayers {
  encodings: RtpEncodingParameters[];
  /** Pixels of each of them. */
  sizes: Size[];
}

/** What a track is like when the browser does not say. */
const ASSUMED = { width: 640, height: 480, frameRate: 15 };

/** From this longer side on, in pixels, a camera is sent in so many layers, each with half the sides of the next. */
const SIMULCAST = [
  { longSide: 960, layers: 3 },
  { longSide: 480, layers: 2 },
] as const;

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

/**
 * Part of what suits its size that a lower layer gets. It is for small places and narrow ways: at 320x240@20 it must
 * leave room for sound within 300 kbit/s.
 */
const LOWER_SHARE = 0.6;

/**
 * Every second frame of a layer can be left out. Chromium leaves three of four unless told, and asks only once for what it
 * misses of a frame that can be left out: where packets are lost, three frames in a row are missing now and then, which
 * people see as a picture that stands still.
 */
const SCALABILITY_MODE = "L1T2";

/** How many layers suit a camera picture of this size. */
export function layerCount({ width, height }: Size): number {
  return SIMULCAST.find(({ longSide }) => Math.max(width, height) >= longSide)?.layers ?? 1;
}

/**
 * The encodings for a track.
 *
 * @param count how many layers; undefined for as many as suit a camera of the size that is sent
 * @param leastBitrate bits per second that the largest layer gets at least, where `config` says nothing
 */
export function videoLayers(
  settings: MediaTrackSettings,
  config: EncoderConfig,
  count: number | undefined,
  leastBitrate = 0,
): VideoLayers {
  const { width = ASSUMED.width, height = ASSUMED.height } = settings;
  const frameRate = Math.min(settings.frameRate ?? ASSUMED.frameRate, config.frameRate ?? Number.POSITIVE_INFINITY);
  const shrink = shrinkage({ width, height }, config);
  const full = { width: width / shrink, height: height / shrink };
  const layers = count ?? layerCount(full);
  const factors = Array.from({ length: layers }, (_, index) => 2 ** (layers - 1 - index));
  const sizes = factors.map((factor) => ({
    width: Math.max(Math.round(full.width / factor), 1),
    height: Math.max(Math.round(full.height / factor), 1),
  }));
  const suitable = sizes.map(
    ({ width: w, height: h }, index) => suitableBitrate(w, h, frameRate) * (index < layers - 1 ? LOWER_SHARE : 1),
  );
  suitable[layers - 1] = Math.max(suitable[layers - 1] ?? 0, leastBitrate);
  const total = suitable.reduce((sum, bitrate) => sum + bitrate, 0);
  const share = config.maxBitrate === undefined ? 1 : config.maxBitrate / total;
  return {
    sizes,
    encodings: factors.map((factor, index) => ({
      maxBitrate: Math.round((suitable[index] ?? 0) * share),
      ...(layers > 1 ? { scalabilityMode: SCALABILITY_MODE } : {}),
      ...(factor * shrink === 1 ? {} : { scaleResolutionDownBy: factor * shrink }),
      ...(config.frameRate === undefined ? {} : { maxFramerate: config.frameRate }),
    })),
  };
}

/** By how much a picture must be scaled down to fit, at least 1. */
function shrinkage({ width, height }: Size, most: EncoderConfig): number {
  const sides = [most.width, most.height].filter((side) => side !== undefined && side > 0) as number[];
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  if (sides.length === 0) return 1;
  if (sides.length === 2) return Math.max(1, long / Math.max(...sides), short / Math.min(...sides));
  return most.width ? Math.max(1, width / most.width) : Math.max(1, height / (most.height ?? height));
}
