import Hls from "hls.js/light";
import { RETRIES, retryDelay, type StreamEvents } from "./stream.js";

/**
 * Lets hls.js play a stream into a player.
 *
 * @returns What ends it.
 */
export function attachHls(url: string, player: HTMLVideoElement, events: StreamEvents): () => void {
  if (!Hls.isSupported()) {
    events.failed("this browser plays no HLS: it has no Media Source Extensions");
    return () => undefined;
  }
  const hls = new Hls();
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  hls.on(Hls.Events.MANIFEST_PARSED, () => events.connected());
  hls.on(Hls.Events.FRAG_BUFFERED, () => {
    attempts = 0;
  });
  hls.on(Hls.Events.ERROR, (_name, { fatal, type, details, response }) => {
    if (!fatal) return;
    attempts += 1;
    const status = response?.code ?? 0;
    const refused = status >= 400 && status < 500;
    if (attempts > RETRIES || refused) {
      hls.destroy();
      events.failed(refused ? `the server answered ${status} for ${url}` : `${details} at ${url}`);
      return;
    }
    events.retrying();
    timer = setTimeout(() => {
      if (type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      // The playlist itself may be what did not come.
      else hls.loadSource(url);
    }, retryDelay(attempts));
  });
  const ended = () => events.ended();
  player.addEventListener("ended", ended);
  hls.attachMedia(player);
  hls.loadSource(url);
  return () => {
    clearTimeout(timer);
    player.removeEventListener("ended", ended);
    hls.destroy();
  };
}
