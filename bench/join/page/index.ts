import { publishBare, viewBare } from "./bare.js";
import { publishLianmai, viewLianmai } from "./lianmai.js";

/** What the page lets the measurement call. */
const bench = { publishBare, publishLianmai, viewBare, viewLianmai, openCamera };
export type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}

async function openCamera(): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480, frameRate: 20 } });
  return stream.getVideoTracks()[0] as MediaStreamTrack;
}

window.bench = bench;
