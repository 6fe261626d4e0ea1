import type { Method, MethodParams, MethodResult } from "@lianmai/protocol";
import type { Presence, RoomService } from "../rooms/room-service.js";

/** Requests of somebody who is in a room. */
export type RoomMethod = Exclude<Method, "join" | "resume" | "leave" | "ping">;

type RoomRequests = {
  [M in RoomMethod]: (rooms: RoomService, presence: Presence, params: MethodParams<M>) => Promise<MethodResult<M>>;
};

const ROOM_REQUESTS: RoomRequests = {
  async connectTransport(_rooms, { participant }, { transportId, dtlsParameters }) {
    await participant.peer.connect(transportId, dtlsParameters);
    return {};
  },
  async restartIce(_rooms, { participant }, { transportId }) {
    return { iceParameters: await participant.peer.restartIce(transportId) };
  },
  async publish(_rooms, { room, participant }, params) {
    return { publicationId: (await room.publications.publish(participant, params)).id };
  },
  async updateLayers(_rooms, { room, participant }, { publicationId, layers }) {
    room.publications.updateLayers(participant, publicationId, layers);
    return {};
  },
  async unpublish(_rooms, { room, participant }, { publicationId }) {
    room.publications.unpublish(participant, publicationId);
    return {};
  },
  async mute(_rooms, { room, participant }, { publicationId, muted }) {
    await room.publications.mute(participant, publicationId, muted);
    return {};
  },
  async subscribe(_rooms, { room, participant }, { userId, source }) {
    room.subscribe(participant, userId, source);
    return {};
  },
  async unsubscribe(_rooms, { room, participant }, { userId, source }) {
    room.unsubscribe(participant, userId, source);
    return {};
  },
  async updateSubscriptions(_rooms, { room, participant }, params) {
    await room.updateSubscriptions(participant, params);
    return {};
  },
  async setVisibility(_rooms, { room, participant }, { visible }) {
    room.setVisibility(participant, visible);
    return {};
  },
  async sendMessage(_rooms, { room, participant }, params) {
    room.messages.send(participant, params);
    return {};
  },
  async reportQuality(rooms, { room, participant }, { streams }) {
    rooms.events.emit("qualityReported", room, participant, streams);
    return {};
  },
  async reportNetwork(_rooms, { room, participant }, quality) {
    room.network.report(participant, quality);
    return {};
  },
  async updateToken(rooms, presence, { token }) {
    await rooms.updateToken(presence, token);
    return {};
  },
};

/** A request together with its method, so that the two stay of one kind. */
export type RoomRequest = { [M in RoomMethod]: { method: M; params: MethodParams<M> } }[RoomMethod];

/** @throws RoomError or MediaError that says why not */
export function handleRoomRequest(rooms: RoomService, presence: Presence, request: RoomRequest): Promise<unknown> {
  // The table holds for each method the function of its own parameters, which TypeScript cannot follow by index.
  const handle = ROOM_REQUESTS[request.method] as (
    rooms: RoomService,
    presence: Presence,
    params: RoomRequest["params"],
  ) => Promise<unknown>;
  return handle(rooms, presence, request.params);
}
