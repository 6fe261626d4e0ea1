import { kindOf, type MediaKind, type MethodParams, type Size, type Source } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { Clock } from "../clock/clock.js";
import type { Ban, BanList } from "./bans.js";
import { mayPublish, whyMayNotPublish } from "./grant.js";
import type { LayerControl } from "./layer-control.js";
import type { Participant, Publication } from "./participant.js";
import type { Room } from "./room.js";
import { RoomError } from "./room-error.js";
import type { RoomEvents, UnpublishCause } from "./room-events.js";
import type { Subscriptions } from "./subscriptions.js";

export interface PublicationsOptions {
  room: Room;
  subscriptions: Subscriptions;
  layers: LayerControl;
  events: EventEmitter<RoomEvents>;
  clock: Clock;
  bans: BanList;
  /** How many participants may publish at once. */
  publisherLimit: number;
}

/** What is published in a room: who may, how it begins, changes and ends. */
export class Publications {
  private readonly offered = new Map<string, Publication>();

  constructor(private readonly options: PublicationsOptions) {}

  get all(): ReadonlyMap<string, Publication> {
    return this.offered;
  }

  /**
   * Offers a track to the room.
   *
   * @throws RoomError `invisible`, `publish_not_permitted`, `publish_limit`, `not_joined`
   * @throws MediaError `unsupported_media`, `media_lost`
   */
  async publish(owner: Participant, params: MethodParams<"publish">): Promise<Publication> {
    const { source, rtpParameters, muted, layers } = params;
    this.assertMayOffer(owner, source);
    owner.publishing.add(source);
    let publication: Publication;
    try {
      const producer = await owner.peer.produce({
        kind: kindOf(source),
        rtpParameters,
        paused: muted,
        observeLevel: source === "microphone",
      });
      publication = { id: producer.id, owner, source, producer, muted, layers };
    } finally {
      owner.publishing.delete(source);
    }
    try {
      // It may have left, gone invisible or lost the right while the producer was being made.
      this.assertMayOffer(owner, source);
    } catch (error) {
      publication.producer.close();
      throw error;
    }
    owner.publications.set(publication.id, publication);
    this.offered.set(publication.id, publication);
    this.options.layers.published(publication);
    this.change("published", publication);
    this.options.subscriptions.offer(publication);
    return publication;
  }

  /** @throws RoomError `not_found` */
  unpublish(owner: Participant, publicationId: string): void {
    this.end(this.find(owner, publicationId), "owner");
  }

  /** @throws RoomError `not_found`; MediaError `media_lost` */
  async mute(owner: Participant, publicationId: string, muted: boolean): Promise<void> {
    const publication = this.find(owner, publicationId);
    if (publication.muted === muted) return;
    await publication.producer.setPaused(muted);
    if (!this.offered.has(publicationId) || publication.muted === muted) return;
    publication.muted = muted;
    this.change("muted", publication);
  }

  /** The layers have other sizes. @throws RoomError `not_found` */
  updateLayers(owner: Participant, publicationId: string, layers: readonly Size[]): void {
    const publication = this.find(owner, publicationId);
    publication.layers = layers;
    this.options.layers.resized(publication);
  }

  /** Ends all publications of a participant who goes or goes invisible. */
  endAll(owner: Participant, by: "server" | "departure"): void {
    for (const publication of [...owner.publications.values()]) this.end(publication, by);
  }

  /** @returns why a participant may not publish such media, whatever the room has place for; undefined when it may */
  whyNot(owner: Participant, kind: MediaKind): RoomError | undefined {
    const ban = this.banOn(owner, kind);
    const refusal = whyMayNotPublish(owner.grant, kind, this.options.clock.now());
    return refusal ?? (ban && RoomError.notPermitted("publish", explainBan(ban)));
  }

  /** Ends what a participant's token does not cover any more, and what a ban forbids. */
  enforce(owner: Participant): void {
    const now = this.options.clock.now();
    for (const publication of [...owner.publications.values()]) {
      const kind = kindOf(publication.source);
      if (!mayPublish(owner.grant, kind, now)) this.end(publication, "server");
      else if (this.banOn(owner, kind)) this.end(publication, "ban");
    }
  }

  private end(publication: Publication, by: UnpublishCause): void {
    const { room, subscriptions, events } = this.options;
    publication.owner.publications.delete(publication.id);
    this.offered.delete(publication.id);
    subscriptions.withdraw(publication);
    this.options.layers.unpublished(publication);
    publication.producer.close();
    room.version += 1;
    events.emit("unpublished", room, publication, by);
  }

  private change(event: "published" | "muted", publication: Publication): void {
    const { room, events } = this.options;
    room.version += 1;
    events.emit(event, room, publication);
  }

  private banOn({ userId }: Participant, kind: MediaKind): Ban | undefined {
    const { room, bans } = this.options;
    return bans.publishBan({ appId: room.appId, roomId: room.roomId, userId }, kind);
  }

  private find(owner: Participant, publicationId: string): Publication {
    const publication = owner.publications.get(publicationId);
    if (publication) return publication;
    throw RoomError.notFound(`This participant has no publication "${publicationId}"; it may have ended already.`);
  }

  private assertMayOffer(owner: Participant, source: Source): void {
    const { room, publisherLimit } = this.options;
    owner.assertPresent();
    if (!owner.visible) throw RoomError.invisible();
    const refusal = this.whyNot(owner, kindOf(source));
    if (refusal) throw refusal;
    if (owner.publicationOf(source) || owner.publishing.has(source)) throw RoomError.alreadyPublished(source);
    const others = room.participants.filter((member) => member !== owner && member.isPublisher);
    if (others.length >= publisherLimit) throw RoomError.publisherLimit(publisherLimit);
  }
}

function explainBan({ kind, endsAt }: Ban): string {
  const what = kind === "token" ? "publish" : `publish ${kind}`;
  const until = endsAt === 0 ? "it lifts the ban" : new Date(endsAt).toISOString();
  return `The app's back end does not let this user ${what} until ${until}.`;
}
