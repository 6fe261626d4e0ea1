import { element } from "./element.js";
import type { Texts } from "./text.js";

/** What a tile shows. */
export interface TileState {
  name: string;
  /** Absent while the camera is off: a circle with the first letter is shown then. */
  video: MediaStreamTrack | undefined;
  mirrored: boolean;
  muted: boolean;
  speaking: boolean;
  weak: boolean;
}

/** Calm colours that white letters can be read on. */
const COLOURS = ["#2f6fde", "#8a4fd3", "#c2478a", "#c0562b", "#2f8f5b", "#28808f", "#6a7a2c", "#a3443f"];

/** One member of the call. Only shows: the sound of all members is played elsewhere. */
export class Tile {
  readonly root: HTMLElement;
  readonly #video = element("video", { playsinline: true, autoplay: true });
  readonly #avatar = element("div", { class: "avatar", "aria-hidden": "true" });
  readonly #name = element("span");
  #track: MediaStreamTrack | undefined;

  constructor(
    readonly userId: string,
    texts: Texts,
  ) {
    this.#video.muted = true;
    const tag = element(
      "div",
      { class: "tag" },
      element("i", { class: "muted", title: texts.of("muted") }),
      this.#name,
    );
    const bars = element(
      "div",
      { class: "bars", title: texts.of("weakNetwork") },
      ...[1, 2, 3].map(() => element("i")),
    );
    this.root = element("div", { class: "tile", "data-user": userId }, this.#avatar, this.#video, tag, bars);
    this.root.addEventListener("dblclick", () => this.root.classList.toggle("enlarged"));
  }

  show({ name, video, mirrored, muted, speaking, weak }: TileState): void {
    if (video !== this.#track) {
      this.#track = video;
      this.#video.srcObject = video ? new MediaStream([video]) : null;
    }
    this.#name.textContent = name;
    this.#avatar.textContent = Array.from(name)[0]?.toUpperCase() ?? "?";
    this.#avatar.style.background = colourOf(this.userId);
    const { classList } = this.root;
    classList.toggle("with-video", video !== undefined);
    classList.toggle("mirrored", mirrored);
    classList.toggle("is-muted", muted);
    classList.toggle("speaking", speaking);
    classList.toggle("weak", weak);
  }

  close(): void {
    this.#video.srcObject = null;
    this.root.remove();
  }
}

function colourOf(userId: string): string {
  let hash = 0;
  for (const character of userId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return COLOURS[hash % COLOURS.length] ?? "#2f6fde";
}
