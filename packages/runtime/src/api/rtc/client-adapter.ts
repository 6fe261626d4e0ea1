import { AudioPlayer, listDevices, openCamera, openMicrophone, Room } from "@lianmai/client";
import type { Source } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { PlaybackDevice, RtcDevices, RtcRoom, RtcRoomEvents } from "./ports.js";

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
 * @param events where its events go.
 */
export function createClientRoom(url: string, events: EventEmitter<RtcRoomEvents>): RtcRoom {
  const room = new Room({ url });
  const player = new AudioPlayer(room);

  // Browsers that play nothing before a touch do so from the first one on.
  const resume = () => void player.resume();
  player.on("autoplayBlocked", () => document.addEventListener("pointerdown", resume, { once: true, capture: true }));
  const closePlayer = () => {
    document.removeEventListener("pointerdown", resume, { capture: true });
    player.close();
  };

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
    async join(options) {
      try {
        await room.join(options);
      } catch (error) {
        closePlayer();
        throw error;
      }
    },
    async leave() {
      closePlayer();
      await room.leave();
    },
    publish: (source, track) => room.publish(source, track),
    unpublish: (source) => room.unpublish(source),
    replaceTrack: (source, track) => room.replaceTrack(source, track),
    subscribe: (userId, source) => room.subscribe(userId, source),
    unsubscribe: (userId, source) => room.unsubscribe(userId, source),
    updateToken: (token) => room.updateToken(token),
    setVisibility: (visible) => room.setVisibility(visible),
    setPlaybackDevice: async (device) => player.setSink(await outputFor(device)),
  };
}

/**
 * The output that fits, or "" for the one of the system. Only phones tell their earpiece apart; elsewhere the user's
 * own choice of output (a headset, say) is better than any guess.
 */
async function outputFor(device: PlaybackDevice): Promise<string> {
  const outputs = await listDevices("audiooutput").catch(() => []);
  const earpiece = outputs.find((output) => /earpiece|听筒/i.test(output.label));
  if (!earpiece) return "";
  if (device === "earpiece") return earpiece.deviceId;
  return outputs.find((output) => /speakerphone|扬声器|免提/i.test(output.label))?.deviceId ?? "";
}
