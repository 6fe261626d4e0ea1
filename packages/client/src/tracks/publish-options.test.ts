import { generateRouterRtpCapabilities } from "mediasoup-client/fakeParameters";
import { describe, expect, it } from "vitest";
import { TestTrack } from "../testing/room-kit.js";
import { type PublishOptions, producerOptions, suitableBitrate } from "./publish-options.js";

const capabilities = generateRouterRtpCapabilities();
const camera = (options: PublishOptions = {}) =>
  producerOptions("camera", new TestTrack("video").asTrack(), options, capabilities);

describe("suitableBitrate", () => {
  it("is what the documentation says for common sizes", () => {
    expect(suitableBitrate(640, 480, 15)).toBe(600_000);
    expect(suitableBitrate(1280, 720, 30)).toBeCloseTo(2_300_000, -5);
    expect(suitableBitrate(320, 240, 15)).toBeCloseTo(210_000, -4);
  });
});

describe("producerOptions", () => {
  it("sends a camera in one VP8 encoding of a suitable rate and leaves the track alone", () => {
    expect(camera()).toMatchObject({
      encodings: [{ maxBitrate: 600_000 }],
      codec: { mimeType: "video/VP8" },
      stopTracks: false,
      disableTrackOnPause: false,
    });
  });

  it("takes the rate, the codec and the encodings that are asked for", () => {
    expect(camera({ maxBitrate: 100_000, codec: "h264" })).toMatchObject({
      encodings: [{ maxBitrate: 100_000 }],
      codec: { mimeType: "video/H264" },
    });
    const encodings = [{ maxBitrate: 100_000, scaleResolutionDownBy: 4 }, { maxBitrate: 600_000 }];
    expect(camera({ encodings }).encodings).toEqual(encodings);
  });

  it("leaves a codec that the server does not take to the server", () => {
    expect(camera({ codec: "av1" }).codec).toBeUndefined();
  });

  it("never makes a screen's text unreadable", () => {
    const screen = producerOptions("screen", new TestTrack("video").asTrack(), {}, capabilities);
    expect(screen.encodings).toEqual([{ maxBitrate: 1_500_000 }]);
  });

  it("sends a microphone with DTX and FEC, a screen's sound in stereo without gaps", () => {
    const track = new TestTrack("audio").asTrack();
    expect(producerOptions("microphone", track, { maxBitrate: 24_000 }, capabilities).codecOptions).toEqual({
      opusDtx: true,
      opusFec: true,
      opusMaxAverageBitrate: 24_000,
    });
    expect(producerOptions("screenAudio", track, {}, capabilities).codecOptions).toEqual({
      opusStereo: true,
      opusFec: true,
    });
  });
});
