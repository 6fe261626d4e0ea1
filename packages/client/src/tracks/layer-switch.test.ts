import type { Producer } from "mediasoup-client/types";
import { beforeEach, describe, expect, it } from "vitest";
import { LayerSwitch } from "./layer-switch.js";

type Encoding = Record<string, unknown>;

/** A browser's sender: it takes only the parameters that it handed out last, and only once. */
class Sender {
  encodings: Encoding[] = [
    { rid: "r0", active: true, scaleResolutionDownBy: 2 },
    { rid: "r1", active: true },
  ];
  changes = 0;
  #open: object | undefined;

  getParameters() {
    const parameters = { encodings: structuredClone(this.encodings) };
    this.#open = parameters;
    return parameters;
  }

  async setParameters(parameters: { encodings: Encoding[] }) {
    if (parameters !== this.#open) throw new Error("InvalidStateError");
    this.#open = undefined;
    await Promise.resolve();
    this.encodings = parameters.encodings;
    this.changes += 1;
  }
}

let sender: Sender;
let layers: LayerSwitch;
beforeEach(() => {
  sender = new Sender();
  layers = new LayerSwitch({ rtpSender: sender, closed: false } as unknown as Producer);
});
const active = () => sender.encodings.map((encoding) => encoding.active);

describe("LayerSwitch", () => {
  it("switches off what nobody wants, and on again", async () => {
    await layers.setWanted(1);
    expect(active()).toEqual([true, false]);
    await layers.setWanted(0);
    expect(active()).toEqual([false, false]);
    await layers.setWanted(4);
    expect(active()).toEqual([true, true]);
  });

  it("changes sizes and rates, and back to the size of the track", async () => {
    const sizes = [
      { width: 1, height: 1 },
      { width: 2, height: 2 },
    ];
    await layers.setLayers({
      sizes,
      encodings: [
        { maxBitrate: 1, scaleResolutionDownBy: 4 },
        { maxBitrate: 2, scaleResolutionDownBy: 2 },
      ],
    });
    await layers.setLayers({ sizes, encodings: [{ maxBitrate: 3, scaleResolutionDownBy: 2 }, { maxBitrate: 4 }] });
    expect(sender.encodings).toEqual([
      { rid: "r0", active: true, scaleResolutionDownBy: 2, maxBitrate: 3 },
      { rid: "r1", active: true, scaleResolutionDownBy: 1, maxBitrate: 4 },
    ]);
  });

  it("sends the smallest layer alone while there is a limit, and all as they were after it", async () => {
    const before = [{ ...sender.encodings[0], maxBitrate: 90_000 }, sender.encodings[1] as Encoding];
    sender.encodings = structuredClone(before);
    await layers.setWanted(2);
    await layers.setLimit(60_000);
    expect(sender.encodings).toMatchObject([{ active: true, maxBitrate: 60_000 }, { active: false }]);
    await layers.setWanted(0);
    expect(active()).toEqual([false, false]);
    await layers.setWanted(2);
    await layers.setLimit(undefined);
    expect(sender.encodings).toEqual(before);
  });

  it("keeps to a limit when sizes and rates change, and to a lower rate than it", async () => {
    await layers.setLimit(60_000);
    const sizes = [
      { width: 1, height: 1 },
      { width: 2, height: 2 },
    ];
    await layers.setLayers({ sizes, encodings: [{ maxBitrate: 50_000 }, { maxBitrate: 400_000 }] });
    expect(sender.encodings).toMatchObject([{ maxBitrate: 50_000 }, { active: false }]);
    await layers.setLayers({ sizes, encodings: [{ maxBitrate: 100_000 }, { maxBitrate: 400_000 }] });
    expect(sender.encodings).toMatchObject([{ maxBitrate: 60_000 }, { active: false }]);
    await layers.setLimit(undefined);
    expect(sender.encodings).toMatchObject([{ maxBitrate: 100_000 }, { active: true, maxBitrate: 400_000 }]);
  });

  it("makes changes that come together one after the other, and none for nothing", async () => {
    await Promise.all([layers.setWanted(1), layers.setWanted(2), layers.setWanted(0), layers.setWanted(1)]);
    expect(active()).toEqual([true, false]);
    expect(sender.changes).toBe(1);
  });

  it("does nothing where the browser gives no sender", async () => {
    await new LayerSwitch({ rtpSender: undefined, closed: false } as unknown as Producer).setWanted(0);
  });
});
