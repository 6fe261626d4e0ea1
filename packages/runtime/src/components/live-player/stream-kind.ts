/** How a live stream is fetched, or why it cannot be. */
export type StreamKind = { kind: "whep" | "hls" } | { kind: "none"; reason: string };

/**
 * Tells by its address how a stream is played. WHEP addresses have `whep` as a part of their path, as all servers
 * name it; HLS is what ends in `.m3u8`.
 */
export function streamKind(src: string): StreamKind {
  if (!URL.canParse(src)) return none(`"${src}" is no address: it begins with https://`);
  const { protocol, pathname } = new URL(src);
  if (/^(?:rtmps?|rtsp|webrtc|artc):$/.test(protocol)) {
    return none(`${protocol}// cannot be played in a browser: give the WHEP or HLS address of the same stream`);
  }
  if (protocol !== "https:" && protocol !== "http:") return none(`"${src}" does not begin with https://`);
  if (pathname.split("/").some((part) => /^whep\b/i.test(part))) return { kind: "whep" };
  const [, extension = ""] = /\.(\w+)$/.exec(pathname.toLowerCase()) ?? [];
  if (extension === "m3u8") return { kind: "hls" };
  if (extension === "flv") {
    return none("FLV streams cannot be played in a browser: give the WHEP or HLS address of the same stream");
  }
  if (["mp4", "webm", "mov", "m4v", "mp3"].includes(extension)) {
    return none(`a .${extension} file is no live stream: show it with <video>`);
  }
  return none(`"${src}" is neither a WHEP address (with /whep in its path) nor HLS (.m3u8)`);
}

function none(reason: string): StreamKind {
  return { kind: "none", reason };
}
