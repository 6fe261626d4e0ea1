/** The video element of one tile: silent, inline, and playing whenever there is something to play. */
export class TileVideo {
  readonly dom = document.createElement("video");
  readonly #warn: (message: string) => void;
  #track: MediaStreamTrack | undefined;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
    const { dom } = this;
    // Muted first: browsers let only silent videos start by themselves.
    dom.muted = true;
    dom.defaultMuted = true;
    dom.autoplay = true;
    dom.playsInline = true;
    // Only where the program asks for it: a button of the browser's over every tile is in the way.
    dom.disablePictureInPicture = true;
    dom.addEventListener("leavepictureinpicture", () => {
      dom.disablePictureInPicture = true;
    });
  }

  /**
   * Puts the picture into a small window over everything, or back.
   * @throws Error where the browser has no such window, or shows none without a touch.
   */
  async float(on: boolean): Promise<void> {
    const { dom } = this;
    if (!on) {
      if (document.pictureInPictureElement === dom) await document.exitPictureInPicture();
      return;
    }
    if (document.pictureInPictureElement === dom) return;
    if (!document.pictureInPictureEnabled) throw new Error("this browser has no picture-in-picture");
    dom.disablePictureInPicture = false;
    try {
      await dom.requestPictureInPicture();
    } catch (error) {
      dom.disablePictureInPicture = true;
      throw error;
    }
  }

  /** Shows a track, or nothing. */
  show(track: MediaStreamTrack | undefined): void {
    if (track === this.#track) return;
    this.#track = track;
    this.dom.srcObject = track ? new MediaStream([track]) : null;
    if (track) this.#play(track);
  }

  #play(track: MediaStreamTrack): void {
    this.dom.play().catch((error: unknown) => {
      // Another track, or none, came before this one could start.
      if (this.#track !== track) return;
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      // iOS in low power mode starts no video by itself, but does on a touch.
      this.#warn("the browser does not start the video by itself; it starts with the next tap on the page");
      document.addEventListener("pointerdown", () => this.#track === track && this.#play(track), { once: true });
    });
  }
}
