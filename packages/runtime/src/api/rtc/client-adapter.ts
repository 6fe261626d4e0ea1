import { AudioPlayer, type PacketTime, Room } from "@lianmai/client";
import type { Source } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import { outputFor } from "./client-devices.js";
import type { RtcRoom, RtcRoomEvents } from "./ports.js";

/** The events of a `Room` after which members, publications or remote tracks are others than before. */
const CHANGES = [
  "participantJoined",
  "participantLeft",
  "published",
  "unpublished",
  "muted",
  "trackAdded",
  "trackRemoved",
] as const;

/**
 * A stay in a room of the RTC service, made of the client's `Room` and its `AudioPlayer`.
 *
 * @param url the signalling address, `ws://` or `wss://`.
 * @param events where its events go.
 * @param packetTime asked for each publication.
 */
export function createClientRoom(
  url: string,
  events: EventEmitter<RtcRoomEvents>,
  packetTime: () => PacketTime | undefined,
): RtcRoom {
  const room = new Room({ url });
  const player = new AudioPlayer(room);

  // Browsers that play nothing before a touch do so from the first one on.
  const resume = () => void player.resume();
  player.on("autoplayBlocked", () => {
    events.emit("autoplayBlocked");
    document.addEventListener("pointerdown", resume, { once: true, capture: true });
  });
  const closePlayer = () => {
    document.removeEventListener("pointerdown", resume, { capture: true });
    player.close();
  };

  // First, so that whoever looks at the members then knows why somebody is missing.
  room.on("participantLeft", (userId, reason) => events.emit("memberLeft", userId, reason));
  for (const change of CHANGES) room.on(change, () => events.emit("changed"));
  room.on("speaking", (speakers) => events.emit("speaking", speakers));
  room.on("tokenWillExpire", () => events.emit("tokenWillExpire"));
  room.on("message", (message) => events.emit("message", message));
  room.on("statistics", (stats) => events.emit("statistics", stats));
  room.on("networkQuality", (quality) => events.emit("networkQuality", quality));
  room.on("stateChanged", (state, error) => {
    if (state !== "reconnecting") return;
    const { code = 0, reason = "server_unreachable", message = "the connection is lost" } = error ?? {};
    events.emit("reconnecting", { code, reason, message });
  });
  room.on("reconnected", () => events.emit("reconnected"));
  room.on("publicationLost", (source, error) => events.emit("publicationLost", source, error));
  room.on("subscriptionFailed", (_userId, _source, error) => events.emit("subscriptionFailed", error));
  room.on("permissionLost", (right, error) => events.emit("permissionLost", right, error));
  room.on("removed", (error) => events.emit("removed", error));

  const isMuted = (userId: string, source: Source) =>
    room.participants.get(userId)?.publications.find((publication) => publication.source === source)?.muted ?? true;

  return {
    events,
    members: () => [...room.participants.values()],
    remoteTrack: (userId, source) => (isMuted(userId, source) ? undefined : room.remoteTrack(userId, source)),
    async join(options) {
      try {
        const { autoSubscribe } = options;
        const voices = { audio: true, video: false, screen: false };
        await room.join({ ...options, autoSubscribe: autoSubscribe === "audio" ? voices : autoSubscribe });
      } catch (error) {
        closePlayer();
        throw error;
      }
    },
    async leave() {
      closePlayer();
      await room.leave();
    },
    async publish(source, track, { muted, encoder }) {
      const time = packetTime();
      await room.publish(source, track, { muted, ...encoder, ...(time && { packetTime: time }) });
    },
    setEncoder: (encoder) => room.setEncoder("camera", encoder),
    mutePublication: (source, muted) => room.setMuted(source, muted),
    unpublish: (source) => room.unpublish(source),
    replaceTrack: (source, track) => room.replaceTrack(source, track),
    subscribe: (userId, source) => room.subscribe(userId, source),
    unsubscribe: (userId, source) => room.unsubscribe(userId, source),
    setDemand: (userId, source, place) => room.setDemand(userId, source, place),
    updateToken: (token) => room.updateToken(token),
    setVisibility: (visible) => room.setVisibility(visible),
    sendMessage: (message, to) => room.sendMessage(message, to === undefined ? {} : { to }),
    stats: () => room.getStats(),
    setOutput: async (output) => player.setSink(await outputFor(output)),
    setVolume: (userId, percent) => player.setVolume(userId, percent),
    setMuted: (userId, muted) => player.setMuted(userId, muted),
    setMasterVolume: (percent) => player.setMasterVolume(percent),
    setAllMuted: (muted) => player.setAllMuted(muted),
    resume: () => player.resume(),
  };
}
