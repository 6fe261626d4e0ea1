import { numberOf, USUAL } from "./constraints.js";
import { type DrawnCamera, drawCamera, tellFrameRate } from "./drawn-camera.js";
import { filePicture } from "./picture.js";
import { type OpenTrack, SharedDevice } from "./shared-device.js";

/** Draws what a camera gives, frame by frame, with so many frames a second. */
export type Redraw = (camera: MediaStreamTrack, frameRate: number) => Promise<DrawnCamera>;

/** A camera that runs. */
interface Running {
  track: MediaStreamTrack;
  /** Frames a second that it was asked for. */
  frameRate: number;
  /** Frames a second that it gives. */
  given: number;
  setFrameRate(frameRate: number): unknown;
}

/**
 * The computer's camera for all phones of the page. Few phones get copies of its track. Where many share the computer, they
 * get copies of a drawing of it, which is made by the page's own script: sound and picture go before scripts in a
 * browser, so on a computer that has too much to do a camera's frames come as fast as ever while calls do not come about.
 * A drawing comes as late as everything else, which leaves time. It also gives all copies the same frames, where each
 * copy of a camera leaves out others: Chromium has ten buffers for them, and stops for good once all are held.
 */
export class SharedCamera {
  readonly #whole: SharedDevice;
  readonly #drawn: SharedDevice;
  #most = Number.POSITIVE_INFINITY;
  #running: Running[] = [];

  constructor(open: OpenTrack, redraw: Redraw = redrawn) {
    this.#whole = new SharedDevice(open);
    this.#drawn = new SharedDevice(async (constraints) => {
      const camera = await open(constraints);
      try {
        const frameRate = frameRateOf(constraints);
        const drawn = await redraw(camera, frameRate);
        endWith(drawn.track, camera);
        this.#keep({ ...drawn, frameRate, given: frameRate });
        return drawn.track;
      } catch (error) {
        camera.stop();
        throw error;
      }
    });
  }

  /** Frames a second at most, also of what runs already. */
  limitFrameRate(most: number): void {
    this.#most = most;
    this.#running = this.#running.filter(({ track }) => track.readyState === "live");
    for (const camera of this.#running) this.#limit(camera);
  }

  /** @returns a copy that is the caller's alone, as `SharedDevice` gives it */
  async open(constraints: MediaTrackConstraints): Promise<MediaStreamTrack> {
    const frameRate = frameRateOf(constraints);
    if (this.#most < frameRate) {
      const copy = await this.#drawn.open(constraints);
      tellFrameRate(copy, () => Math.min(this.#most, frameRate));
      return copy;
    }
    const track = await this.#whole.open(constraints);
    const setFrameRate = (most: number) =>
      // A camera that cannot give fewer goes on as it is.
      track.applyConstraints({ ...constraints, frameRate: { ideal: most } }).catch(() => {});
    this.#keep({ track, frameRate, given: frameRate, setFrameRate });
    return track;
  }

  #keep(camera: Running): void {
    this.#running.push(camera);
    this.#limit(camera);
  }

  #limit(camera: Running): void {
    const rate = Math.min(this.#most, camera.frameRate);
    if (rate === camera.given) return;
    camera.given = rate;
    camera.setFrameRate(rate);
  }
}

function frameRateOf({ frameRate }: MediaTrackConstraints): number {
  return numberOf(frameRate) ?? USUAL.frameRate;
}

async function redrawn(camera: MediaStreamTrack, frameRate: number): Promise<DrawnCamera> {
  const film = document.createElement("video");
  Object.assign(film, { srcObject: new MediaStream([camera]), muted: true, playsInline: true });
  const gone = new Promise<never>((_, reject) => {
    const fail = () => reject(new DOMException("the camera was taken away while it was opened", "NotReadableError"));
    camera.addEventListener("ended", fail, { once: true });
  });
  // Without a first frame it would wait for good.
  await Promise.race([film.play(), gone]);
  const { videoWidth: width, videoHeight: height } = film;
  const drawn = drawCamera(window, { width, height, frameRate, facing: "front", paint: filePicture(film) });
  if (!drawn) throw new DOMException("this browser cannot draw its camera", "NotReadableError");
  return drawn;
}

/** Stops the camera with its drawing, and ends the drawing with the camera. */
function endWith(drawn: MediaStreamTrack, camera: MediaStreamTrack): void {
  const stop = drawn.stop.bind(drawn);
  drawn.stop = () => {
    stop();
    camera.stop();
  };
  camera.addEventListener("ended", () => {
    stop();
    // Browsers send no event for a track that a page stops itself.
    drawn.dispatchEvent(new Event("ended"));
  });
}
