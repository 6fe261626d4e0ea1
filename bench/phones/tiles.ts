/** One `rtc-room` of a phone. */
export interface Tile {
  /** Which of the phones shows it, from 0 on. */
  phone: number;
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

/** Runs in the simulator's page: in one go for all phones, because each question of its own waits its turn there. */
export function readTiles(phones: Element[]): Tile[] {
  return phones.flatMap((iframe, phone) => {
    const inside = (iframe as HTMLIFrameElement).contentWindow;
    const place = iframe.getBoundingClientRect();
    const scale = inside && inside.innerWidth > 0 ? place.width / inside.innerWidth : 1;
    return [...(inside?.document.querySelectorAll("tt-rtc-room") ?? [])].map((element) => {
      const video = element.querySelector("video");
      const [track] = (video?.srcObject as MediaStream | null)?.getTracks() ?? [];
      // What cuts a tile off is the window of the whole page: its phone may be scrolled away there.
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const isSeen =
        place.left + right * scale > 0 &&
        place.top + bottom * scale > 0 &&
        place.left + left * scale < innerWidth &&
        place.top + top * scale < innerHeight;
      return {
        phone,
        userId: element.getAttribute("user-id") ?? "",
        isOwn: element.getAttribute("mode") === "camera",
        hasTrack: track !== undefined,
        trackId: track?.id ?? "",
        isSeen,
        frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      };
    });
  });
}

/** What a phone has received so far, by track. */
export interface Received {
  /** Packets of video. */
  packets: Record<string, number>;
  /** Energy of sound, which silence does not add to. */
  sound: Record<string, number>;
}

/** Runs in the frame of a phone. Dear where there are many tracks. */
export async function readReceived(): Promise<Received> {
  const received: Received = { packets: {}, sound: {} };
  const connections = (window as { lianmaiPeerConnections?: RTCPeerConnection[] }).lianmaiPeerConnections ?? [];
  for (const connection of connections) {
    if (connection.connectionState === "closed") continue;
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type !== "inbound-rtp") continue;
      if (entry.kind === "video") received.packets[entry.trackIdentifier] = entry.packetsReceived;
      else received.sound[entry.trackIdentifier] = entry.totalAudioEnergy ?? 0;
    }
  }
  return received;
}
