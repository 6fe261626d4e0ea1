import { type JoinOptions, openCamera, openMicrophone, Room } from "@lianmai/client";

let tracks: Promise<{ camera: MediaStreamTrack; microphone: MediaStreamTrack }> | undefined;

/** One camera and one microphone for all: what comes and goes is the calls. */
function devices() {
  tracks ??= (async () => ({
    camera: await openCamera({ width: 320, height: 240, frameRate: 10 }),
    microphone: await openMicrophone(),
  }))();
  return tracks;
}

/** Everybody joins, publishes, receives all the others, and leaves. */
async function cycle(url: string, joins: JoinOptions[]): Promise<void> {
  const { camera, microphone } = await devices();
  const rooms = joins.map(() => new Room({ url }));
  const expected = (joins.length - 1) * 2;
  const complete = rooms.map(
    (room) =>
      new Promise<void>((resolve, reject) => {
        let received = 0;
        room.on("trackAdded", () => {
          received += 1;
          if (received === expected) resolve();
        });
        room.on("removed", reject);
        room.on("subscriptionFailed", (_userId, _source, error) => reject(error));
      }),
  );
  await Promise.all(rooms.map((room, index) => room.join(joins[index] as JoinOptions)));
  await Promise.all(rooms.flatMap((room) => [room.publish("camera", camera), room.publish("microphone", microphone)]));
  await Promise.all(complete);
  await Promise.all(rooms.map((room) => room.leave()));
}

declare global {
  interface Window {
    soakCycle: typeof cycle;
  }
}

window.soakCycle = cycle;
