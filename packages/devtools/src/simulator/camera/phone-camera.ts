import type { CameraChoice } from "./choice.js";
import { numberOf, USUAL } from "./constraints.js";
import { type DrawnCamera, drawCamera } from "./drawn-camera.js";
import { filePicture, type Painter, testPattern } from "./picture.js";
import type { SharedCamera } from "./shared-camera.js";
import { MOST_FRAME_RATE } from "./shared-computer.js";
import type { SharedDevice } from "./shared-device.js";

/** Larger pictures only make the computer hot. */
const MOST = { width: 1920, height: 1920, frameRate: MOST_FRAME_RATE } as const;
/** Errors of the browser that say that there is no device to be had, whatever the user answers. */
const NO_DEVICE = new Set(["NotFoundError", "NotReadableError", "OverconstrainedError"]);

export interface ComputerDevices {
  camera: SharedCamera;
  microphone: SharedDevice;
}

export interface PhoneCameraOptions {
  user: { name: string; color: string };
  /** The window of the frame: what is opened belongs to it and ends with it. */
  window(): (Window & typeof globalThis) | null;
  /** Those of the computer. */
  devices: ComputerDevices;
  /** What was taken in the place of a device that is missing. */
  told(substitute: "camera" | "microphone", cause: DOMException): void;
}

/** Camera and microphone of one simulated phone, as `getUserMedia` opens them. */
export class PhoneCamera {
  choice: CameraChoice = "auto";
  readonly #options: PhoneCameraOptions;
  #mostFrames = Number.POSITIVE_INFINITY;
  /** Cameras that are drawn for this phone, and the frames a second that they were asked for. */
  #drawn: (DrawnCamera & { frameRate: number })[] = [];
  #file: { url: string; isVideo: boolean } | undefined;

  constructor(options: PhoneCameraOptions) {
    this.#options = options;
  }

  /** The file that the choice `file` shows: a picture, or a film that runs in a loop without its sound. */
  setFile(file: File): void {
    if (this.#file) URL.revokeObjectURL(this.#file.url);
    this.#file = { url: URL.createObjectURL(file), isVideo: file.type.startsWith("video/") };
  }

  /** Frames a second at most of what is drawn for this phone, also of what runs already. */
  limitFrameRate(frameRate: number): void {
    this.#mostFrames = frameRate;
    for (const camera of this.#drawn) camera.setFrameRate(Math.min(frameRate, camera.frameRate));
  }

  readonly getUserMedia = async (constraints: MediaStreamConstraints): Promise<MediaStream> => {
    const frame = this.#options.window();
    if (!frame) throw gone();
    const tracks: MediaStreamTrack[] = [];
    try {
      if (constraints.audio) tracks.push(await this.#microphone(frame, constraints.audio));
      if (constraints.video) tracks.push(await this.#camera(frame, constraints.video));
    } catch (error) {
      for (const track of tracks) track.stop();
      // The frame knows only errors of its own kind.
      throw error instanceof DOMException ? new frame.DOMException(error.message, error.name) : error;
    }
    return new frame.MediaStream(tracks);
  };

  async #camera(frame: Window & typeof globalThis, video: boolean | MediaTrackConstraints): Promise<MediaStreamTrack> {
    const constraints = video === true || video === false ? {} : video;
    switch (this.choice) {
      case "none":
        throw missing("camera");
      case "pattern":
        return this.#draw(frame, constraints, testPattern(this.#options.user));
      case "file": {
        const painter = this.#file ? await show(frame, this.#file) : testPattern(this.#options.user);
        return this.#draw(frame, constraints, painter);
      }
      case "camera":
        return this.#open(frame, this.#options.devices.camera, constraints);
      default:
        return this.#open(frame, this.#options.devices.camera, constraints).catch((error: unknown) => {
          if (!isMissing(error)) throw error;
          this.#options.told("camera", error);
          return this.#draw(frame, constraints, testPattern(this.#options.user));
        });
    }
  }

  async #microphone(
    frame: Window & typeof globalThis,
    audio: boolean | MediaTrackConstraints,
  ): Promise<MediaStreamTrack> {
    if (this.choice === "none") throw missing("microphone");
    const wanted = audio === true || audio === false ? {} : audio;
    const opened = this.#open(frame, this.#options.devices.microphone, wanted);
    if (this.choice === "camera") return opened;
    return opened.catch((error: unknown) => {
      if (!isMissing(error)) throw error;
      this.#options.told("microphone", error);
      return beep(frame);
    });
  }

  async #open(
    frame: Window & typeof globalThis,
    device: SharedCamera | SharedDevice,
    constraints: MediaTrackConstraints,
  ): Promise<MediaStreamTrack> {
    const page = frame.document;
    const track = await device.open(constraints);
    // It belongs to the simulator's page, so it does not end with the frame by itself.
    if (frame.closed || frame.document !== page) {
      track.stop();
      throw gone();
    }
    frame.addEventListener("pagehide", () => track.stop());
    return track;
  }

  #draw(frame: Window & typeof globalThis, video: MediaTrackConstraints, paint: Painter): MediaStreamTrack {
    const frameRate = Math.min(MOST.frameRate, numberOf(video.frameRate) ?? USUAL.frameRate);
    const drawn = drawCamera(frame, {
      width: Math.min(MOST.width, numberOf(video.width) ?? USUAL.width),
      height: Math.min(MOST.height, numberOf(video.height) ?? USUAL.height),
      frameRate,
      facing: JSON.stringify(video.facingMode ?? "user").includes("environment") ? "back" : "front",
      paint,
    });
    if (!drawn) throw missing("camera");
    drawn.setFrameRate(Math.min(this.#mostFrames, frameRate));
    this.#drawn = [...this.#drawn.filter(({ track }) => track.readyState === "live"), { ...drawn, frameRate }];
    return drawn.track;
  }
}

async function show(frame: Window, { url, isVideo }: { url: string; isVideo: boolean }): Promise<Painter> {
  if (!isVideo) {
    const image = frame.document.createElement("img");
    image.src = url;
    await image.decode();
    return filePicture(image);
  }
  const film = frame.document.createElement("video");
  Object.assign(film, { src: url, loop: true, muted: true, playsInline: true });
  await film.play();
  return filePicture(film);
}

/** A soft tone once a second, so that one hears that sound arrives. */
function beep(frame: Window & typeof globalThis): MediaStreamTrack {
  const context = new frame.AudioContext();
  const target = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = 440;
  volume.gain.value = 0;
  tone.connect(volume).connect(target);
  tone.start();
  const [track] = target.stream.getAudioTracks();
  if (!track) throw missing("microphone");
  const timer = frame.setInterval(() => {
    if (track.readyState === "ended") {
      frame.clearInterval(timer);
      void context.close();
      return;
    }
    const now = context.currentTime;
    volume.gain.setTargetAtTime(0.05, now, 0.02);
    volume.gain.setTargetAtTime(0, now + 0.15, 0.04);
  }, 1000);
  return track;
}

function gone(): DOMException {
  return new DOMException("the mini-program is gone", "AbortError");
}

function missing(device: "camera" | "microphone"): DOMException {
  return new DOMException(
    `this phone has no ${device}: the simulator's camera menu of this phone says so`,
    "NotFoundError",
  );
}

function isMissing(error: unknown): error is DOMException {
  // An error of the frame is of the frame's own kind.
  return NO_DEVICE.has((error as DOMException | null)?.name ?? "");
}
