import { describe, expect, it } from "vitest";
import { type EncoderConfig, layerCount, suitableBitrate, videoLayers } from "./video-layers.js";

const CAMERA = { width: 640, height: 480, frameRate: 15 };
const sent = (config: EncoderConfig, settings: MediaTrackSettings = CAMERA, count?: number) =>
  videoLayers(settings, config, count);

describe("suitableBitrate", () => {
  it("is what the documentation says for common sizes", () => {
    expect(suitableBitrate(640, 480, 15)).toBe(600_000);
    expect(suitableBitrate(1280, 720, 30)).toBeCloseTo(2_300_000, -5);
    expect(suitableBitrate(320, 240, 15)).toBeCloseTo(210_000, -4);
  });
});

describe("the number of layers", () => {
  it.each([
    [1280, 720, 3],
    [720, 1280, 3],
    [640, 480, 2],
    [480, 360, 2],
    [320, 240, 1],
  ])("of %i x %i is %i", (width, height, layers) => {
    expect(layerCount({ width, height })).toBe(layers);
  });
});

describe("the layers of a track", () => {
  it("halve its sides", () => {
    const { sizes, encodings } = sent({}, { width: 1280, height: 720, frameRate: 30 });
    expect(sizes.map(({ width, height }) => `${width}x${height}`)).toEqual(["320x180", "640x360", "1280x720"]);
    expect(encodings.map((one) => one.scaleResolutionDownBy)).toEqual([4, 2, undefined]);
  });

  it("can be sent with half the frames, and a single one with all of them", () => {
    expect(sent({}).encodings.map((one) => one.scalabilityMode)).toEqual(["L1T2", "L1T2"]);
    expect(sent({}, { width: 320, height: 240 }).encodings[0]).not.toHaveProperty("scalabilityMode");
  });

  it("share the rate that is asked for", () => {
    const { encodings } = sent({ maxBitrate: 400_000 });
    const rates = encodings.map(({ maxBitrate = 0 }) => maxBitrate);
    expect(rates.reduce((sum, rate) => sum + rate)).toBeCloseTo(400_000, -1);
    expect(rates[0]).toBeLessThan(rates[1] ?? 0);
  });

  it("fit into the picture that is asked for, whichever way the phone is held", () => {
    expect(sent({ width: 320, height: 240 }).sizes).toEqual([{ width: 320, height: 240 }]);
    expect(sent({ width: 320, height: 240 }, { width: 480, height: 640 }).sizes).toEqual([{ width: 240, height: 320 }]);
    expect(sent({ height: 240 }).sizes).toEqual([{ width: 320, height: 240 }]);
    expect(sent({ width: 1920, height: 1080 }).sizes.at(-1)).toEqual({ width: 640, height: 480 });
  });

  it("have the frame rate that is asked for, and bits to match", () => {
    const [encoding] = sent({ frameRate: 5 }, CAMERA, 1).encodings;
    expect(encoding?.maxFramerate).toBe(5);
    expect(encoding?.maxBitrate).toBe(suitableBitrate(640, 480, 5));
  });

  it("stay as many as they were", () => {
    expect(sent({ width: 320, height: 240 }, CAMERA, 2).sizes).toEqual([
      { width: 160, height: 120 },
      { width: 320, height: 240 },
    ]);
  });

  it("of a track that says nothing are those of a common camera", () => {
    expect(sent({}, {}).sizes.at(-1)).toEqual({ width: 640, height: 480 });
  });
});
