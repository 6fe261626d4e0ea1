/** One `rtc-room` of a phone. */
export interface Tile {
  userId: string;
  /** The own camera, which nobody sends. */
  isOwn: boolean;
  hasTrack: boolean;
  trackId: string;
  /** Whether any of it is in the window of the whole page. */
  isSeen: boolean;
  /** Frames that its video has shown so far. */
  frames: number;
}

/** Video packets received so far, by track; runs in the frame of a phone. Dear where there are many tracks. */
export async function readPackets(): Promise<Record<string, number>> {
  const packets: Record<string, number> = {};
  const connections = (window as { lianmaiPeerConnections?: RTCPeerConnection[] }).lianmaiPeerConnections ?? [];
  for (const connection of connections) {
    if (connection.connectionState === "closed") continue;
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type === "inbound-rtp" && entry.kind === "video")
        packets[entry.trackIdentifier] = entry.packetsReceived;
    }
  }
  return packets;
}

/** Runs in the frame of a phone. */
export function readTiles(): Tile[] {
  return [...document.querySelectorAll("tt-rtc-room")].map((element) => {
    const video = element.querySelector("video");
    const [track] = (video?.srcObject as MediaStream | null)?.getTracks() ?? [];
    // What cuts a tile off is the window of the outermost page: its phone may be scrolled away there.
    let { left, right, top, bottom } = element.getBoundingClientRect();
    for (let inner: Window = window; inner !== inner.parent; inner = inner.parent) {
      const place = inner.frameElement?.getBoundingClientRect();
      const scale = place && inner.innerWidth > 0 ? place.width / inner.innerWidth : 1;
      left = left * scale + (place?.left ?? 0);
      right = right * scale + (place?.left ?? 0);
      top = top * scale + (place?.top ?? 0);
      bottom = bottom * scale + (place?.top ?? 0);
    }
    const outermost = window.top ?? window;
    const isSeen = right > 0 && bottom > 0 && left < outermost.innerWidth && top < outermost.innerHeight;
    return {
      userId: element.getAttribute("user-id") ?? "",
      isOwn: element.getAttribute("mode") === "camera",
      hasTrack: track !== undefined,
      trackId: track?.id ?? "",
      isSeen,
      frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
    };
  });
}
