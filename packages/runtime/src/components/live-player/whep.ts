import { RETRIES, retryDelay, type Stream, type StreamEvents } from "./stream.js";

/** Milliseconds to wait for the browser's own addresses; those that come later are not needed behind most servers. */
const GATHERING = 1_500;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Plays a stream by WHEP: one offer by POST, the answer in its reply, DELETE at the end.
 *
 * @param fetch Reaches the server past CORS where it can.
 */
export function playWhep(url: string, player: HTMLVideoElement, fetch: Fetch, events: StreamEvents): Stream {
  let peer: RTCPeerConnection | undefined;
  let resource: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let attempts = 0;

  const close = () => {
    clearTimeout(timer);
    peer?.close();
    peer = undefined;
    if (resource !== undefined) void fetch(resource, { method: "DELETE" }).catch(() => undefined);
    resource = undefined;
  };

  const broken = (reason: string) => {
    if (stopped) return;
    close();
    attempts += 1;
    if (attempts > RETRIES) {
      stopped = true;
      events.failed(reason);
      return;
    }
    events.retrying();
    timer = setTimeout(start, retryDelay(attempts));
  };

  const open = async () => {
    const mine = new RTCPeerConnection();
    peer = mine;
    const media = new MediaStream();
    mine.addTransceiver("video", { direction: "recvonly" });
    mine.addTransceiver("audio", { direction: "recvonly" });
    mine.ontrack = ({ track }) => {
      media.addTrack(track);
      player.srcObject = media;
    };
    mine.onconnectionstatechange = () => {
      if (peer !== mine) return;
      if (mine.connectionState === "connected") attempts = 0;
      if (mine.connectionState === "failed") broken("the connection to the server broke");
    };
    await mine.setLocalDescription();
    await gathered(mine);
    const headers = { "content-type": "application/sdp", accept: "application/sdp" };
    const body = mine.localDescription?.sdp ?? "";
    const answer = await fetch(url, { method: "POST", headers, body });
    const location = answer.headers.get("location");
    const known = location === null ? undefined : new URL(location, url).href;
    if (stopped || peer !== mine) {
      if (known !== undefined) void fetch(known, { method: "DELETE" }).catch(() => undefined);
      return;
    }
    resource = known;
    if (answer.status !== 201 && answer.status !== 200) throw new WhepRefusal(answer.status);
    await mine.setRemoteDescription({ type: "answer", sdp: await answer.text() });
    events.connected();
  };

  function start(): void {
    open().catch((error: unknown) => {
      // What a server refuses for good does not change by asking again.
      if (error instanceof WhepRefusal && error.final) {
        attempts = RETRIES;
      }
      broken(error instanceof Error ? error.message : String(error));
    });
  }

  start();
  return {
    stop() {
      stopped = true;
      close();
      player.srcObject = null;
    },
  };
}

/** The server answered, but not with a stream. */
class WhepRefusal extends Error {
  constructor(readonly status: number) {
    super(`the WHEP server answered ${status}${status === 404 ? ": there is no such stream" : ""}`);
  }

  get final(): boolean {
    return this.status >= 400 && this.status < 500;
  }
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    if (peer.iceGatheringState === "complete") return resolve();
    const timer = setTimeout(resolve, GATHERING);
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    });
  });
}
