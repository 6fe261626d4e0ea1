import type { CameraChoice } from "./choice.js";
import { filePicture, type Painter, testPattern } from "./picture.js";

/** What a camera is asked for where the program does not say; the client's own defaults. */
const USUAL = { width: 640, height: 480, frameRate: 15 } as const;
/** Larger pictures only make the computer hot. */
const MOST = { width: 1920, height: 1920, frameRate: 30 } as const;
/** Errors of the browser that say that there is no device to be had, whatever the user answers. */
const NO_DEVICE = new Set(["NotFoundError", "NotReadableError", "OverconstrainedError"]);

export interface PhoneCameraOptions {
  user: { name: string; color: string };
  /** The window of the frame: what is opened belongs to it and ends with it. */
  window(): (Window & typeof globalThis) | null;
  /** What was taken in the place of a device that is missing. */
  told(substitute: "camera" | "microphone", cause: DOMException): void;
}

/** Camera and microphone of one simulated phone, as `getUserMedia` opens them. */
export class PhoneCamera {
  choice: CameraChoice = "auto";
  readonly #options: PhoneCameraOptions;
  #file: { url: string; isVideo: boolean } | undefined;

  constructor(options: PhoneCameraOptions) {
    this.#options = options;
  }

  /** The file that the choice `file` shows: a picture, or a film that runs in a loop without its sound. */
  setFile(file: File): void {
    if (this.#file) URL.revokeObjectURL(this.#file.url);
    this.#file = { url: URL.createObjectURL(file), isVideo: file.type.startsWith("video/") };
  }

  readonly getUserMedia = async (constraints: MediaStreamConstraints): Promise<MediaStream> => {
    const frame = this.#options.window();
    if (!frame) throw new DOMException("the mini-program is gone", "AbortError");
    const tracks: MediaStreamTrack[] = [];
    try {
      if (constraints.audio) tracks.push(await this.#microphone(frame, constraints.audio));
      if (constraints.video) tracks.push(await this.#camera(frame, constraints.video));
    } catch (error) {
      for (const track of tracks) track.stop();
      throw error;
    }
    return new frame.MediaStream(tracks);
  };

  async #camera(frame: Window & typeof globalThis, video: boolean | MediaTrackConstraints): Promise<MediaStreamTrack> {
    switch (this.choice) {
      case "none":
        throw missing("camera");
      case "pattern":
        return this.#draw(frame, video, testPattern(this.#options.user));
      case "file":
        return this.#draw(frame, video, this.#file ? await show(frame, this.#file) : testPattern(this.#options.user));
      case "camera":
        return this.#real(frame, { video });
      default:
        return this.#real(frame, { video }).catch((error: unknown) => {
          if (!isMissing(error)) throw error;
          this.#options.told("camera", error);
          return this.#draw(frame, video, testPattern(this.#options.user));
        });
    }
  }

  async #microphone(
    frame: Window & typeof globalThis,
    audio: boolean | MediaTrackConstraints,
  ): Promise<MediaStreamTrack> {
    if (this.choice === "none") throw missing("microphone");
    if (this.choice === "camera") return this.#real(frame, { audio });
    return this.#real(frame, { audio }).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
      this.#options.told("microphone", error);
      return beep(frame);
    });
  }

  async #real(frame: Window & typeof globalThis, constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
    // The method of the object is ours; the browser's own is still that of its kind.
    const { getUserMedia } = frame.MediaDevices.prototype;
    const [track] = (await getUserMedia.call(frame.navigator.mediaDevices, constraints)).getTracks();
    if (!track) throw missing("camera");
    return track;
  }

  #draw(frame: Window & typeof globalThis, video: boolean | MediaTrackConstraints, paint: Painter): MediaStreamTrack {
    const wanted = video === true || video === false ? {} : video;
    const canvas = frame.document.createElement("canvas");
    canvas.width = Math.min(MOST.width, numberOf(wanted.width) ?? USUAL.width);
    canvas.height = Math.min(MOST.height, numberOf(wanted.height) ?? USUAL.height);
    const frameRate = Math.min(MOST.frameRate, numberOf(wanted.frameRate) ?? USUAL.frameRate);
    const facing = JSON.stringify(wanted.facingMode ?? "user").includes("environment") ? "back" : "front";
    const context = canvas.getContext("2d");
    if (!context) throw missing("camera");
    const began = performance.now();
    const draw = () => paint(context, { time: (performance.now() - began) / 1000, facing });
    draw();
    const [track] = canvas.captureStream(frameRate).getVideoTracks();
    if (!track) throw missing("camera");
    const timer = frame.setInterval(() => {
      if (track.readyState === "ended") frame.clearInterval(timer);
      else draw();
    }, 1000 / frameRate);
    return track;
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

/** The number that a constraint asks for. */
function numberOf(constraint: ConstrainULong | ConstrainDouble | undefined): number | undefined {
  if (typeof constraint === "number") return constraint;
  return constraint?.exact ?? constraint?.ideal ?? constraint?.max;
}
