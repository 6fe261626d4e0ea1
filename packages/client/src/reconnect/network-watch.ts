import { EventEmitter } from "eventemitter3";

/** What the watch listens to; a page's `window`, `document` and `navigator.connection`. Each may be missing. */
export interface NetworkSources {
  window: EventTarget | undefined;
  document: (EventTarget & { readonly visibilityState: string }) | undefined;
  /** The Network Information API, which only some browsers have. */
  connection: (EventTarget & { readonly type?: string }) | undefined;
}

export interface NetworkWatchEvents {
  /** The network may be back, or the page is looked at again: worth an attempt at once. */
  wake: [];
  /** This machine moved to another network: addresses that worked may work no more. */
  changed: [];
  /** The page is being left for good. */
  closing: [];
  /** The page can be seen, or cannot any more. */
  visible: [isVisible: boolean];
}

/** The sources of the page that this code runs in; none outside a browser. */
export function pageNetworkSources(): NetworkSources {
  const inPage = typeof window === "object" && typeof document === "object";
  const connection = inPage ? (navigator as Navigator & { connection?: EventTarget }).connection : undefined;
  return { window: inPage ? window : undefined, document: inPage ? document : undefined, connection };
}

/** Tells when the network or the page's visibility changes, and waits in a way that such a change cuts short. */
export class NetworkWatch extends EventEmitter<NetworkWatchEvents> {
  readonly #sources: NetworkSources;
  #type: string | undefined;

  constructor(sources: NetworkSources) {
    super();
    this.#sources = sources;
    this.#type = sources.connection?.type;
    sources.window?.addEventListener("online", this.#handleOnline);
    sources.window?.addEventListener("pagehide", this.#handlePageHide);
    sources.window?.addEventListener("pageshow", this.#handleResume);
    sources.document?.addEventListener("visibilitychange", this.#handleVisibility);
    sources.document?.addEventListener("resume", this.#handleResume);
    sources.connection?.addEventListener("change", this.#handleConnection);
  }

  /** Resolves after that many milliseconds, on `wake`, or when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.off("wake", done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.on("wake", done);
      signal.addEventListener("abort", done);
      if (signal.aborted) done();
    });
  }

  close(): void {
    this.#sources.window?.removeEventListener("online", this.#handleOnline);
    this.#sources.window?.removeEventListener("pagehide", this.#handlePageHide);
    this.#sources.window?.removeEventListener("pageshow", this.#handleResume);
    this.#sources.document?.removeEventListener("visibilitychange", this.#handleVisibility);
    this.#sources.document?.removeEventListener("resume", this.#handleResume);
    this.#sources.connection?.removeEventListener("change", this.#handleConnection);
    this.removeAllListeners();
  }

  readonly #handleOnline = () => {
    this.emit("wake");
    this.emit("changed");
  };

  readonly #handlePageHide = (event: Event) => {
    // A page that is kept for a way back goes on with its call when it is shown again.
    if (!(event as PageTransitionEvent).persisted) this.emit("closing");
  };

  readonly #handleVisibility = () => {
    const isVisible = this.#sources.document?.visibilityState === "visible";
    this.emit("visible", isVisible);
    if (isVisible) this.emit("wake");
  };

  /** A page that was frozen or kept for a way back goes on: nobody knows what it slept through. */
  readonly #handleResume = () => void this.emit("wake");

  readonly #handleConnection = () => {
    // The event also comes with every new estimate of the bandwidth, which is no other network.
    const type = this.#sources.connection?.type;
    if (type === this.#type) return;
    this.#type = type;
    this.emit("wake");
    this.emit("changed");
  };
}
