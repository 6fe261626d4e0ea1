import type { Environment } from "../../kernel/environment.js";
import { defineBuiltin } from "../builtin.js";
import type { BuiltinElement } from "../builtin-element.js";
import { choice, flag, number, text } from "../property.js";
import { playHls } from "./hls.js";
import css from "./live-player.css" with { type: "text" };
import type { Stream, StreamEvents } from "./stream.js";
import { streamKind } from "./stream-kind.js";
import { playWhep } from "./whep.js";

/** Codes of `statechange`, as the platform numbers them. */
const STATE = {
  connected: 2001,
  receiving: 2002,
  firstFrame: 2003,
  playing: 2004,
  ended: 2006,
  loading: 2007,
  retrying: 2103,
  lost: -2301,
} as const;

/** What a program does with a player, by `tt.createLivePlayerContext` or a selector query. */
export interface LivePlayer {
  play(): void;
  stop(): void;
  mute(muted: boolean): void;
  fullScreen(on: boolean): Promise<void>;
}

/** The DOM node of a `live-player` carries what drives it. */
export interface LivePlayerElement extends HTMLElement {
  lianmaiLivePlayer?: LivePlayer;
}

interface Values {
  src: string;
  autoplay: boolean;
  muted: boolean;
  objectFit: string;
  backgroundMute: boolean;
}

/** `live-player`: a live stream by WHEP or HLS. Others say in `binderror` why a browser cannot play them. */
export const livePlayer = defineBuiltin({
  tag: "live-player",
  css,
  properties: {
    src: text(),
    autoplay: flag(),
    muted: flag(),
    orientation: choice("vertical", ["vertical", "horizontal"]),
    objectFit: choice("contain", ["contain", "fillCrop"]),
    backgroundMute: flag(),
    minCache: number(1),
    maxCache: number(3),
  },
  create(element, environment) {
    const video = document.createElement("video");
    video.playsInline = true;
    const slot = document.createElement("div");
    slot.className = "lianmai-live-player-slot";
    element.dom.append(video, slot);
    const player = new LiveStream(element, environment, video);
    (element.dom as LivePlayerElement).lianmaiLivePlayer = player;
    const { lifecycle } = environment;
    const hidden = () => player.inBackground(true);
    const shown = () => player.inBackground(false);
    return {
      slot,
      context: player,
      update(values, changed) {
        video.style.objectFit = values.objectFit === "fillCrop" ? "cover" : "contain";
        if (changed.has("muted")) player.mute(values.muted);
        if (changed.has("src")) player.changeSource();
      },
      attached() {
        lifecycle.on("appHide", hidden);
        lifecycle.on("appShow", shown);
      },
      detached() {
        lifecycle.off("appHide", hidden);
        lifecycle.off("appShow", shown);
        player.stop();
      },
    };
  },
});

class LiveStream implements LivePlayer {
  readonly #element: BuiltinElement<Values>;
  readonly #environment: Environment;
  readonly #video: HTMLVideoElement;
  #stream: Stream | undefined;
  #muted = false;
  #background = false;

  constructor(element: BuiltinElement<Values>, environment: Environment, video: HTMLVideoElement) {
    this.#element = element;
    this.#environment = environment;
    this.#video = video;
    video.addEventListener("loadeddata", () => this.#state(STATE.firstFrame));
    video.addEventListener("playing", () => this.#state(STATE.playing));
    video.addEventListener("waiting", () => this.#state(STATE.loading));
    video.addEventListener("fullscreenchange", () => {
      const fullScreen = document.fullscreenElement === video;
      element.emit("fullscreenchange", { fullScreen, direction: innerWidth > innerHeight ? "horizontal" : "vertical" });
    });
  }

  changeSource(): void {
    const { src, autoplay } = this.#element.values;
    const wasPlaying = this.#stream !== undefined;
    this.stop();
    if (src !== "" && (autoplay || wasPlaying)) this.play();
  }

  play(): void {
    if (!this.#stream) this.#open();
    if (!this.#stream) return;
    this.#video.play().catch((error: Error) => {
      // A stop, or another source, interrupts it: that is what the program asked for.
      if (error.name === "AbortError" || !this.#stream) return;
      this.#failed(`the browser does not let it play: ${error.message}`);
    });
  }

  stop(): void {
    this.#stream?.stop();
    this.#stream = undefined;
    this.#video.pause();
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    this.#applySound();
  }

  inBackground(background: boolean): void {
    this.#background = background;
    this.#applySound();
  }

  async fullScreen(on: boolean): Promise<void> {
    if (on) await this.#video.requestFullscreen();
    else if (document.fullscreenElement === this.#video) await document.exitFullscreen();
  }

  #applySound(): void {
    this.#video.muted = this.#muted || (this.#background && this.#element.values.backgroundMute);
  }

  #open(): void {
    const { src } = this.#element.values;
    const found = streamKind(src);
    if (found.kind === "none") {
      this.#failed(found.reason);
      return;
    }
    const events: StreamEvents = {
      connected: () => {
        this.#state(STATE.connected);
        this.#state(STATE.receiving);
      },
      retrying: () => this.#state(STATE.retrying),
      ended: () => this.#state(STATE.ended),
      failed: (reason) => {
        this.#stream = undefined;
        this.#state(STATE.lost);
        this.#failed(reason);
      },
    };
    const { host } = this.#environment;
    this.#stream =
      found.kind === "hls"
        ? playHls(src, this.#video, events)
        : playWhep(src, this.#video, (url, init) => host.fetch(url, init), events);
  }

  #state(code: number): void {
    this.#element.emit("statechange", { code });
  }

  #failed(errMsg: string): void {
    this.#environment.warn(`<live-player> in ${this.#element.ownerPath}: ${errMsg}`);
    this.#element.emit("error", { errMsg, code: STATE.lost });
  }
}
