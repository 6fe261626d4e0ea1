import { expect, it, vi } from "vitest";
import { SharedCamera } from "./shared-camera.js";
import { FakeTrack } from "./testing/fake-track.js";

function setUp() {
  const cameras: FakeTrack[] = [];
  const drawings: { track: FakeTrack; frameRates: number[] }[] = [];
  const open = vi.fn(async () => {
    const track = new FakeTrack();
    cameras.push(track);
    return track.asTrack;
  });
  const redraw = vi.fn(async (_camera: MediaStreamTrack, frameRate: number) => {
    const drawing = { track: new FakeTrack(), frameRates: [frameRate] };
    drawings.push(drawing);
    return { track: drawing.track.asTrack, setFrameRate: (rate: number) => drawing.frameRates.push(rate) };
  });
  return { cameras, drawings, open, redraw, camera: new SharedCamera(open, redraw) };
}

const WANTED = { frameRate: { ideal: 15 } };

it("gives few phones its own track", async () => {
  const { cameras, redraw, camera } = setUp();
  camera.limitFrameRate(15);
  const tracks = await Promise.all([camera.open(WANTED), camera.open({}), camera.open(WANTED)]);
  expect(redraw).not.toHaveBeenCalled();
  expect(cameras.flatMap(({ copies }) => copies)).toHaveLength(tracks.length);
});

it("gives many phones copies of one drawing, with as few frames as they may have", async () => {
  const { drawings, open, camera } = setUp();
  camera.limitFrameRate(5);
  const tracks = await Promise.all([camera.open(WANTED), camera.open(WANTED)]);
  expect(open).toHaveBeenCalledTimes(1);
  expect(drawings[0]?.track.copies).toEqual(tracks);
  expect(drawings[0]?.frameRates).toEqual([15, 5]);
  expect(tracks[1]?.getSettings()).toEqual({ width: 640, height: 480, frameRate: 5 });
});

it("gives what runs already fewer or more frames, and never more than were asked for", async () => {
  const { cameras, drawings, camera } = setUp();
  await camera.open(WANTED);
  camera.limitFrameRate(8);
  await camera.open(WANTED);
  camera.limitFrameRate(5);
  camera.limitFrameRate(30);
  const rates = cameras[0]?.copies[0]?.applied.map(({ frameRate }) => frameRate);
  expect(rates).toEqual([8, 5, 15].map((ideal) => ({ ideal })));
  expect(drawings[0]?.frameRates).toEqual([15, 8, 5, 15]);
});

it("is switched off with the last copy of its drawing", async () => {
  const { cameras, camera } = setUp();
  camera.limitFrameRate(5);
  const [one, other] = await Promise.all([camera.open(WANTED), camera.open(WANTED)]);
  one.stop();
  expect(cameras[0]?.isStopped).toBe(false);
  other.stop();
  await vi.waitFor(() => expect(cameras[0]?.isStopped).toBe(true));
});

it("ends the copies of its drawing when it is unplugged", async () => {
  const { cameras, open, camera } = setUp();
  camera.limitFrameRate(5);
  const tracks = await Promise.all([camera.open(WANTED), camera.open(WANTED)]);
  const ended = vi.fn();
  for (const track of tracks) track.addEventListener("ended", ended);
  cameras[0]?.unplug();
  expect(ended).toHaveBeenCalledTimes(2);
  expect(tracks.map(({ readyState }) => readyState)).toEqual(["ended", "ended"]);
  await camera.open(WANTED);
  expect(open).toHaveBeenCalledTimes(2);
});

it("is switched off again where it cannot be drawn", async () => {
  const { cameras, redraw, camera } = setUp();
  camera.limitFrameRate(5);
  const failure = new DOMException("it cannot be played", "NotReadableError");
  redraw.mockRejectedValueOnce(failure);
  await expect(camera.open(WANTED)).rejects.toBe(failure);
  expect(cameras[0]?.isStopped).toBe(true);
});
