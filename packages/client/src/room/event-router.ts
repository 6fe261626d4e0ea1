import type { EventData, RoomSnapshot, Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { Logger } from "../logging/logger.js";
import type { NetworkMonitor } from "../quality/network-monitor.js";
import type { ServerEvent } from "../signaling/messages.js";
import type { LocalTracks } from "../tracks/local-tracks.js";
import type { RemoteTracks } from "../tracks/remote-tracks.js";
import type { SubscriptionWishes } from "../tracks/subscription-wishes.js";
import type { Roster } from "./roster.js";

export interface EventRouterEvents {
  speaking: [event: EventData<"speaking">];
  message: [event: EventData<"message">];
  tokenWillExpire: [event: EventData<"tokenWillExpire">];
  permissionLost: [event: EventData<"permissionLost">];
}

export interface Managers {
  roster: Roster;
  local: LocalTracks;
  remote: RemoteTracks;
  wishes: SubscriptionWishes;
  monitor: NetworkMonitor;
}

/** Events that are about the room; `removed` is about the session. */
export type RoomEvent = Exclude<ServerEvent, { name: "removed" }>;

/** Brings each event of the server to the manager whose business it is, on top of the state that it builds upon. */
export class EventRouter extends EventEmitter<EventRouterEvents> {
  /** Whether this participant is being made invisible: its publications then end with it, and not one by one. */
  hiding = false;
  readonly #localUserId: string;
  readonly #managers: Managers;
  readonly #logger: Logger;
  #version = 0;
  /** Events that came before the state that they build upon was taken over. */
  #inbox: RoomEvent[] | undefined;

  constructor(localUserId: string, managers: Managers, logger: Logger) {
    super();
    this.#localUserId = localUserId;
    this.#managers = managers;
    this.#logger = logger;
  }

  /** A new connection: keeps what comes until `takeOver`. */
  hold(): void {
    this.#inbox = [];
  }

  /**
   * Makes this side equal to what the server says, then applies what came after it.
   * @param patience As of `Roster.handleSnapshot`.
   */
  takeOver(snapshot: RoomSnapshot, applyTracks: () => void, patience = 0): void {
    this.#version = snapshot.version;
    // Tracks first: one that is gone is told before the publication that it belonged to.
    applyTracks();
    this.#managers.roster.handleSnapshot(snapshot.participants, patience);
    this.#managers.monitor.handleSnapshot(snapshot.participants);
    const inbox = this.#inbox ?? [];
    this.#inbox = undefined;
    for (const event of inbox) this.#apply(event);
  }

  handleEvent(event: RoomEvent): void {
    if (this.#inbox) this.#inbox.push(event);
    else this.#apply(event);
  }

  /** Those subscriptions that the caller did not decline. */
  wanted<S extends { userId: string; source: Source }>(subscriptions: readonly S[]): S[] {
    return subscriptions.filter(({ userId, source }) => !this.#managers.wishes.isUnwanted(userId, source));
  }

  #apply(event: RoomEvent): void {
    if (this.#isStale(event)) return;
    const { roster, remote } = this.#managers;
    switch (event.name) {
      case "participantJoined":
        roster.handleParticipantJoined(event.data.participant);
        break;
      case "participantLeft":
        this.#handleParticipantLeft(event.data);
        break;
      case "published":
        roster.handlePublished(event.data.userId, event.data.publication);
        break;
      case "unpublished":
        this.#handleUnpublished(event.data);
        break;
      case "muted":
        roster.handleMuted(event.data.userId, event.data.publicationId, event.data.muted);
        break;
      case "subscribed":
        for (const subscription of this.wanted([event.data.subscription])) remote.handleSubscribed(subscription);
        break;
      case "unsubscribed":
        remote.handleUnsubscribed(event.data.subscriptionId);
        break;
      case "networkQuality":
        this.#managers.monitor.handleQualities(event.data);
        break;
      case "layersWanted":
        this.#managers.local.handleLayersWanted(event.data.publicationId, event.data.layers);
        break;
      case "speaking":
        this.emit("speaking", event.data);
        break;
      case "message":
        this.emit("message", event.data);
        break;
      case "tokenWillExpire":
        this.emit("tokenWillExpire", event.data);
        break;
      case "permissionLost":
        this.emit("permissionLost", event.data);
        break;
    }
  }

  #isStale({ name, version }: RoomEvent): boolean {
    if (version === undefined) return false;
    if (version < this.#version) {
      this.#logger.debug(`ignored "${name}" of version ${version}, older than ${this.#version}`);
      return true;
    }
    this.#version = version;
    return false;
  }

  #handleUnpublished({ userId, source, publicationId }: EventData<"unpublished">): void {
    const { local, remote, roster } = this.#managers;
    if (userId === this.#localUserId) {
      if (!this.hiding) local.handleUnpublished(source, publicationId);
      return;
    }
    remote.handleUnwanted(userId, source);
    roster.handleUnpublished(userId, publicationId);
  }

  #handleParticipantLeft({ userId, reason }: EventData<"participantLeft">): void {
    const { remote, roster, monitor } = this.#managers;
    monitor.handleParticipantLeft(userId);
    for (const { source } of roster.participants.get(userId)?.publications ?? []) {
      remote.handleUnwanted(userId, source);
    }
    roster.handleParticipantLeft(userId, reason);
  }
}
