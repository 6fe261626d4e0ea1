import { AudioPlayer, openCamera, openMicrophone, Room } from "@lianmai/client";
import type { Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { RtcDevices, RtcRoom, RtcRoomEvents } from "./ports.js";

/** The devices of this browser. */
export const clientDevices: RtcDevices = {
  openCamera: (options) => openCamera(options),
  openMicrophone: () => openMicrophone(),
};

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
 */
export function createClientRoom(url: string): RtcRoom {
  const room = new Room({ url });
  const player = new AudioPlayer(room);
  const events = new EventEmitter<RtcRoomEvents>();

  for (const change of CHANGES) room.on(change, () => events.emit("changed"));
  room.on("speaking", (speakers) => events.emit("speaking", speakers));
  room.on("tokenWillExpire", () => events.emit("tokenWillExpire"));
  room.on("reconnecting", () => events.emit("reconnecting"));
  room.on("reconnected", () => events.emit("reconnected"));
  room.on("publicationLost", (source, error) => events.emit("publicationLost", source, error));
  room.on("subscriptionFailed", (_userId, _source, error) => events.emit("subscriptionFailed", error));
  room.on("removed", (error) => events.emit("removed", error));

  const isMuted = (userId: string, source: Source) =>
    room.participants.get(userId)?.publications.find((publication) => publication.source === source)?.muted ?? true;

  return {
    events,
    members: () => [...room.participants.values()],
    remoteTrack: (userId, source) => (isMuted(userId, source) ? undefined : room.remoteTrack(userId, source)),
    async join({ autoSubscribe, ...options }) {
      const auto = { audio: autoSubscribe, video: autoSubscribe, screen: autoSubscribe };
      try {
        await room.join({ ...options, autoSubscribe: auto });
      } catch (error) {
        player.close();
        throw error;
      }
    },
    async leave() {
      player.close();
      await room.leave();
    },
    publish: async (source, track) => void (await room.publish(source, track)),
    unpublish: (source) => room.unpublish(source),
    replaceTrack: (source, track) => room.replaceTrack(source, track),
    subscribe: (userId, source) => room.subscribe(userId, source),
    unsubscribe: (userId, source) => room.unsubscribe(userId, source),
    updateToken: (token) => room.updateToken(token),
    setVisibility: (visible) => room.setVisibility(visible),
    setPlaybackDevice: async () => undefined,
  };
}
