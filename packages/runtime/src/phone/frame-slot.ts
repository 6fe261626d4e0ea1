import { BUNDLE_GLOBAL } from "@lianmai/compiler/bundle";
import type { DeviceInfo, Host, PhoneFrameElement } from "../host.js";
import { element } from "./dom.js";

const RIGHTS =
  "camera; microphone; display-capture; autoplay; fullscreen; screen-wake-lock; clipboard-read; clipboard-write; geolocation";

/**
 * The place of the iframe in a phone. Each load gets an element of its own: that leaves nothing of the earlier one,
 * and no entry in the browser's history.
 */
export class FrameSlot {
  readonly #view: HTMLElement;
  #frame: PhoneFrameElement = element("iframe");

  /** @param view where the iframe goes */
  constructor(view: HTMLElement) {
    this.#view = view;
  }

  get frame(): HTMLIFrameElement {
    return this.#frame;
  }

  /**
   * Loads the page that runs the mini-program, with its host in place before any script of it runs.
   *
   * @param loaded is told whether the runtime is in the page; where not, it is an error page of browser or server
   */
  load(options: { url: string; title: string; host: Host; loaded: (hasRuntime: boolean) => void }): void {
    const frame: PhoneFrameElement = element("iframe", { allow: RIGHTS, title: options.title, src: options.url });
    frame.lianmaiHost = options.host;
    frame.addEventListener("load", () => {
      if (this.#frame !== frame) return;
      const frameWindow = frame.contentDocument ? frame.contentWindow : null;
      options.loaded(frameWindow !== null && BUNDLE_GLOBAL in frameWindow);
    });
    this.#frame = frame;
    this.#view.append(frame);
  }

  unload(): void {
    this.#frame.remove();
  }

  /** Tells the page's styles how far the screen's edges reach into it. */
  setInsets(insets: DeviceInfo["safeAreaInsets"]): void {
    const style = this.#frame.contentDocument?.documentElement.style;
    for (const [side, inset] of Object.entries(insets)) style?.setProperty(`--safe-area-inset-${side}`, `${inset}px`);
  }
}
