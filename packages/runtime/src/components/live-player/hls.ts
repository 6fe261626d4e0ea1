import { RETRIES, retryDelay, type Stream, type StreamEvents } from "./stream.js";

const HLS_TYPE = "application/vnd.apple.mpegurl";

/** Plays HLS: by the browser itself where it can, else by hls.js, which loads with the first such stream. */
export function playHls(url: string, player: HTMLVideoElement, events: StreamEvents): Stream {
  return player.canPlayType(HLS_TYPE) === "" ? byLibrary(url, player, events) : byBrowser(url, player, events);
}

function byBrowser(url: string, player: HTMLVideoElement, events: StreamEvents): Stream {
  const listening = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  const options = { signal: listening.signal };
  player.addEventListener("loadedmetadata", () => events.connected(), options);
  player.addEventListener(
    "playing",
    () => {
      attempts = 0;
    },
    options,
  );
  player.addEventListener("ended", () => events.ended(), options);
  player.addEventListener(
    "error",
    () => {
      attempts += 1;
      if (attempts > RETRIES) {
        listening.abort();
        events.failed(player.error?.message || "the stream cannot be played");
        return;
      }
      events.retrying();
      timer = setTimeout(() => player.load(), retryDelay(attempts));
    },
    options,
  );
  player.src = url;
  return {
    stop() {
      listening.abort();
      clearTimeout(timer);
      clear(player);
    },
  };
}

function byLibrary(url: string, player: HTMLVideoElement, events: StreamEvents): Stream {
  let stopped = false;
  let stop: (() => void) | undefined;
  import("./hls-player.js").then(
    ({ attachHls }) => {
      if (!stopped) stop = attachHls(url, player, events);
    },
    (error: unknown) => events.failed(`the HLS player could not load: ${String(error)}`),
  );
  return {
    stop() {
      stopped = true;
      stop?.();
      clear(player);
    },
  };
}

function clear(player: HTMLVideoElement): void {
  player.removeAttribute("src");
  player.load();
}
