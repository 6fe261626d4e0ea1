import { expect, it, vi } from "vitest";
import { SharedDevice } from "./shared-device.js";
import { FakeTrack } from "./testing/fake-track.js";

function setUp() {
  const originals: FakeTrack[] = [];
  const open = vi.fn(async () => {
    const track = new FakeTrack();
    originals.push(track);
    return track.asTrack;
  });
  return { originals, open, device: new SharedDevice(open) };
}

const PLAIN = { noiseSuppression: true };

it("is opened once for phones that want the same of it, and each gets a track of its own", async () => {
  const { originals, open, device } = setUp();
  const tracks = await Promise.all([device.open(PLAIN), device.open(PLAIN)]);
  tracks.push(await device.open({ ...PLAIN }));
  expect(open).toHaveBeenCalledTimes(1);
  expect(new Set(tracks).size).toBe(3);
  expect(originals[0]?.copies).toEqual(tracks);
  await device.open({ noiseSuppression: false });
  expect(open).toHaveBeenCalledTimes(2);
  expect(open).toHaveBeenLastCalledWith({ noiseSuppression: false });
});

it("goes on for the others when one is stopped, and is switched off with the last", async () => {
  const { originals, open, device } = setUp();
  const [one, other] = await Promise.all([device.open(PLAIN), device.open(PLAIN)]);
  one.stop();
  one.stop();
  expect(originals[0]?.copies.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  expect(originals[0]?.isStopped).toBe(false);
  other.stop();
  await vi.waitFor(() => expect(originals[0]?.isStopped).toBe(true));
  await device.open(PLAIN);
  expect(open).toHaveBeenCalledTimes(2);
});

it("is opened anew after it was unplugged", async () => {
  const { originals, open, device } = setUp();
  const [one, other] = await Promise.all([device.open(PLAIN), device.open(PLAIN)]);
  let again: Promise<MediaStreamTrack> | undefined;
  one.addEventListener("ended", () => {
    again = device.open(PLAIN);
  });
  originals[0]?.unplug();
  // Whoever hears of it stops what has ended.
  other.stop();
  expect(originals[1]?.copies).toEqual([await again]);
  await device.open(PLAIN);
  expect(open).toHaveBeenCalledTimes(2);
  expect(originals[1]?.isStopped).toBe(false);
});

it("fails for all who wait for it, and is tried again by the next", async () => {
  const { open, device } = setUp();
  const missing = new DOMException("there is none", "NotFoundError");
  open.mockRejectedValueOnce(missing);
  const results = await Promise.allSettled([device.open(PLAIN), device.open(PLAIN)]);
  for (const result of results) expect(result).toEqual({ status: "rejected", reason: missing });
  await device.open(PLAIN);
  expect(open).toHaveBeenCalledTimes(2);
});
