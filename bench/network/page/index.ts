import { AudioPlayer, type JoinOptions, Room } from "@lianmai/client";
import { firstFrame } from "../../join/page/first-frame.js";
import { Watch } from "./watch.js";

/** One participant, driven by the measurement from outside. */
class Caller {
  readonly room: Room;
  readonly watch: Watch;

  constructor(url: string, other: string) {
    this.room = new Room({ url });
    this.watch = new Watch(this.room, other);
    new AudioPlayer(this.room);
  }

  async leave(): Promise<void> {
    await this.room.leave();
    this.watch.close();
  }

  async publish(): Promise<void> {
    const video = { width: 640, height: 480, frameRate: 20 };
    const [camera] = (await navigator.mediaDevices.getUserMedia({ video })).getVideoTracks();
    await this.room.publish("microphone", speechLike());
    await this.room.publish("camera", camera as MediaStreamTrack);
  }
}

/**
 * Sound without a pause: the browser's own test tone is silent most of the time, and what is lost of silence nobody
 * hears.
 */
function speechLike(): MediaStreamTrack {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { type: "sawtooth", frequency: 180 });
  const loudness = new GainNode(context, { gain: 0.3 });
  // Up and down four times a second, as syllables.
  const syllables = new OscillatorNode(context, { frequency: 4 });
  syllables.connect(new GainNode(context, { gain: 0.15 })).connect(loudness.gain);
  const output = context.createMediaStreamDestination();
  tone.connect(loudness).connect(output);
  tone.start();
  syllables.start();
  return output.stream.getAudioTracks()[0] as MediaStreamTrack;
}

/**
 * Joins, waits for the first picture of somebody, and leaves.
 *
 * @returns Milliseconds from the call to the picture, `timeout` at most.
 */
async function view(url: string, join: JoinOptions, timeout: number): Promise<number> {
  const started = performance.now();
  const room = new Room({ url });
  const videos: HTMLVideoElement[] = [];
  // Whoever else is still in the room gets a place of its own: the first picture of anybody counts.
  const show = (track: MediaStreamTrack) => {
    const video = document.createElement("video");
    video.muted = true;
    video.autoplay = true;
    document.body.append(video);
    videos.push(video);
    return firstFrame(video, track);
  };
  try {
    const shown = new Promise<number>((resolve, reject) => {
      room.on("trackAdded", (_userId, source, track) => {
        if (source === "camera") show(track).then(resolve);
      });
      room.on("subscriptionFailed", (_userId, _source, error) => reject(error));
      room.on("removed", reject);
      setTimeout(() => reject(new Error("no picture")), timeout);
    });
    shown.catch(() => {});
    await room.join(join);
    return (await shown) - started;
  } catch {
    return timeout;
  } finally {
    await room.leave();
    for (const video of videos) video.remove();
  }
}

const network = {
  call(url: string, other: string): Caller {
    return new Caller(url, other);
  },
  view,
};

export type NetworkPage = typeof network;
export type { Caller };

declare global {
  interface Window {
    network: NetworkPage;
    caller: Caller;
  }
}

window.network = network;
