import { expect, it, vi } from "vitest";
import { SharedMicrophone } from "./shared-microphone.js";

/** As much of a track as the microphone needs. Copies end with what they were made from. */
class FakeTrack extends EventTarget {
  readonly copies: FakeTrack[] = [];
  isStopped = false;

  clone(): FakeTrack {
    const copy = new FakeTrack();
    this.copies.push(copy);
    return copy;
  }

  stop(): void {
    this.isStopped = true;
  }

  unplug(): void {
    for (const copy of this.copies) copy.dispatchEvent(new Event("ended"));
  }
}

function setUp() {
  const originals: FakeTrack[] = [];
  const open = vi.fn(async () => {
    const track = new FakeTrack();
    originals.push(track);
    return track as unknown as MediaStreamTrack;
  });
  return { originals, open, microphone: new SharedMicrophone(open) };
}

const PLAIN = { noiseSuppression: true };

it("is opened once for phones that want the same of it, and each gets a track of its own", async () => {
  const { originals, open, microphone } = setUp();
  const tracks = await Promise.all([microphone.open(PLAIN), microphone.open(PLAIN)]);
  tracks.push(await microphone.open({ ...PLAIN }));
  expect(open).toHaveBeenCalledTimes(1);
  expect(new Set(tracks).size).toBe(3);
  expect(originals[0]?.copies).toEqual(tracks);
  await microphone.open({ noiseSuppression: false });
  expect(open).toHaveBeenCalledTimes(2);
  expect(open).toHaveBeenLastCalledWith({ noiseSuppression: false });
});

it("goes on for the others when one is stopped, and is switched off with the last", async () => {
  const { originals, open, microphone } = setUp();
  const [one, other] = await Promise.all([microphone.open(PLAIN), microphone.open(PLAIN)]);
  one.stop();
  one.stop();
  expect(originals[0]?.copies.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  expect(originals[0]?.isStopped).toBe(false);
  other.stop();
  await vi.waitFor(() => expect(originals[0]?.isStopped).toBe(true));
  await microphone.open(PLAIN);
  expect(open).toHaveBeenCalledTimes(2);
});

it("is opened anew after it was unplugged", async () => {
  const { originals, open, microphone } = setUp();
  const tracks = await Promise.all([microphone.open(PLAIN), microphone.open(PLAIN)]);
  originals[0]?.unplug();
  // Whoever hears of it stops what has ended.
  for (const track of tracks) track.stop();
  await microphone.open(PLAIN);
  expect(open).toHaveBeenCalledTimes(2);
  expect(originals[1]?.isStopped).toBe(false);
});

it("fails for all who wait for it, and is tried again by the next", async () => {
  const { open, microphone } = setUp();
  const missing = new DOMException("there is none", "NotFoundError");
  open.mockRejectedValueOnce(missing);
  const results = await Promise.allSettled([microphone.open(PLAIN), microphone.open(PLAIN)]);
  for (const result of results) expect(result).toEqual({ status: "rejected", reason: missing });
  await microphone.open(PLAIN);
  expect(open).toHaveBeenCalledTimes(2);
});
