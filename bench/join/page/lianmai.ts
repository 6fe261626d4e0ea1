import { type JoinOptions, Room } from "@lianmai/client";
import { firstFrame } from "./first-frame.js";

/** The browser's WebSocket, with the time at which it opened. */
class TimedWebSocket extends WebSocket {
  static opened = 0;

  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.addEventListener("open", () => {
      TimedWebSocket.opened = performance.now();
    });
  }
}

/** Publishes a camera track; it is published until the page goes away. */
export async function publishLianmai(
  url: string,
  join: JoinOptions,
  track: MediaStreamTrack,
  maxBitrate: number,
): Promise<void> {
  const room = new Room({ url });
  await room.join(join);
  await room.publish("camera", track, { maxBitrate });
}

/** Milliseconds of one join. */
export interface JoinTimes {
  /** From the open WebSocket to the promise of `join()`. */
  joined: number;
  /** From the call of `join()` to the first picture of the other participant. */
  firstFrame: number;
}

/** Joins, waits for the first picture, and leaves. */
export async function viewLianmai(url: string, join: JoinOptions, video: HTMLVideoElement): Promise<JoinTimes> {
  const started = performance.now();
  const room = new Room({ url, webSocket: TimedWebSocket });
  const shown = new Promise<number>((resolve, reject) => {
    room.on("trackAdded", (_userId, _source, track) => resolve(firstFrame(video, track)));
    room.on("subscriptionFailed", (_userId, _source, error) => reject(error));
  });
  await room.join(join);
  const joined = performance.now() - TimedWebSocket.opened;
  const at = await shown;
  await room.leave();
  return { joined, firstFrame: at - started };
}
