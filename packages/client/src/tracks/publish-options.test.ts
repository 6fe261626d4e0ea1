import type { Source } from "@lianmai/protocol";
import { generateRouterRtpCapabilities } from "mediasoup-client/fakeParameters";
import { describe, expect, it } from "vitest";
import { TestTrack } from "../testing/room-kit.js";
import { contentHintOf, type PublishOptions, sendingOf } from "./publish-options.js";

const capabilities = generateRouterRtpCapabilities();
const camera = (options: PublishOptions = {}) =>
  sendingOf("camera", new TestTrack("video").asTrack(), options, capabilities);

describe("sendingOf", () => {
  it("sends a camera in VP8 layers of suitable rates and leaves the track alone", () => {
    const { options, layers } = camera();
    expect(options).toMatchObject({
      encodings: [{ maxBitrate: 127_279, scaleResolutionDownBy: 2 }, { maxBitrate: 600_000 }],
      codec: { mimeType: "video/VP8" },
      codecOptions: { videoGoogleStartBitrate: 600, videoGoogleMinBitrate: 150 },
      stopTracks: false,
      disableTrackOnPause: false,
    });
    expect(layers).toEqual([
      { width: 320, height: 240 },
      { width: 640, height: 480 },
    ]);
  });

  it("sends one layer where simulcast is not wanted or not known to work, and for screens", () => {
    expect(camera({ simulcast: false }).options.encodings).toHaveLength(1);
    expect(camera({ codec: "vp9" }).options.encodings).toHaveLength(1);
    const screen = sendingOf("screen", new TestTrack("video").asTrack(), {}, capabilities);
    // Its text must be readable also where little moves.
    expect(screen.options.encodings).toEqual([{ maxBitrate: 1_500_000 }]);
  });

  it("takes the rate, the codec and the encodings that are asked for", () => {
    const { options } = camera({ maxBitrate: 100_000, codec: "h264", simulcast: false });
    expect(options).toMatchObject({ encodings: [{ maxBitrate: 100_000 }], codec: { mimeType: "video/H264" } });
    const encodings = [{ maxBitrate: 100_000, scaleResolutionDownBy: 4 }, { maxBitrate: 600_000 }];
    expect(camera({ encodings })).toMatchObject({ options: { encodings }, layers: undefined });
  });

  it("leaves a codec that the server does not take to the server", () => {
    expect(camera({ codec: "av1" }).options.codec).toBeUndefined();
  });

  it("sends sound first, a microphone with DTX, FEC and NACK, a screen's sound in stereo without gaps", () => {
    const track = new TestTrack("audio").asTrack();
    expect(sendingOf("microphone", track, { maxBitrate: 24_000 }, capabilities).options).toMatchObject({
      codecOptions: { opusDtx: true, opusFec: true, opusNack: true, opusMaxAverageBitrate: 24_000 },
      encodings: [{ priority: "high", networkPriority: "high" }],
    });
    expect(sendingOf("microphone", track, { packetTime: 60 }, capabilities).options).toMatchObject({
      codecOptions: { opusPtime: 60 },
    });
    expect(sendingOf("screenAudio", track, {}, capabilities).options.codecOptions).toEqual({
      opusStereo: true,
      opusFec: true,
      opusNack: true,
    });
  });
});

describe("contentHintOf", () => {
  const hint = (source: Source, options: PublishOptions, said = "") =>
    contentHintOf(source, Object.assign(new TestTrack("video").asTrack(), { contentHint: said }), options);

  it("keeps a screen's details, and leaves cameras and what says it itself alone", () => {
    expect([hint("screen", {}), hint("camera", {}), hint("screen", {}, "motion")]).toEqual([
      "detail",
      undefined,
      undefined,
    ]);
    expect(hint("screen", { contentHint: "motion" })).toBe("motion");
  });
});
