import type { Painter, Shot } from "./picture.js";

export interface DrawnCameraOptions {
  /** Pixels. */
  width: number;
  height: number;
  /** Frames a second, at first and at most. */
  frameRate: number;
  facing: Shot["facing"];
  paint: Painter;
}

/** A camera whose picture is drawn, for as long as its track runs. */
export interface DrawnCamera {
  readonly track: MediaStreamTrack;
  setFrameRate(frameRate: number): void;
}

/**
 * @param frame the window that the track belongs to and ends with
 * @returns undefined where the browser cannot draw
 */
export function drawCamera(
  frame: Window & typeof globalThis,
  { width, height, frameRate, facing, paint }: DrawnCameraOptions,
): DrawnCamera | undefined {
  const canvas = Object.assign(frame.document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  const began = performance.now();
  const draw = () => paint(context, { time: (performance.now() - began) / 1000, facing });
  draw();
  const [track] = canvas.captureStream(frameRate).getVideoTracks();
  if (!track) return undefined;
  let timer = 0;
  let current = frameRate;
  tellFrameRate(track, () => current);
  const setFrameRate = (rate: number) => {
    current = rate;
    frame.clearInterval(timer);
    timer = frame.setInterval(() => {
      if (track.readyState === "ended") frame.clearInterval(timer);
      else draw();
    }, 1000 / rate);
  };
  setFrameRate(frameRate);
  return { track, setFrameRate };
}

/** Lets the settings of a drawn track say how often it is drawn; browsers know only what its canvas began with. */
export function tellFrameRate(track: MediaStreamTrack, frameRate: () => number): void {
  const settings = track.getSettings.bind(track);
  track.getSettings = () => ({ ...settings(), frameRate: frameRate() });
}
