import type * as protocol from "@lianmai/protocol";
import type { AutoSubscribe, NetworkQuality, Platform, Size, Source } from "@lianmai/protocol";
import type { MediaConsumer, MediaPeer, MediaProducer } from "../media/media-engine.js";
import { Demand } from "./demand.js";
import type { Grant } from "./grant.js";
import type { GrantWatch } from "./grant-watch.js";
import { RoomError } from "./room-error.js";

/** A track that a participant offers to the room. */
export interface Publication {
  readonly id: string;
  readonly owner: Participant;
  readonly source: Source;
  readonly producer: MediaProducer;
  muted: boolean;
  /** Sizes of its simulcast layers, smallest first; undefined when its client did not tell. */
  layers: readonly Size[] | undefined;
}

/** A participant's end of somebody else's publication. */
export interface Subscription {
  readonly id: string;
  readonly subscriber: Participant;
  readonly publication: Publication;
  readonly consumer: MediaConsumer;
  /** Whether the viewer cannot play it yet. */
  paused: boolean;
  /** Where the viewer shows it; undefined when it did not tell. */
  size?: Size;
}

export interface ParticipantOptions {
  /** Names this participation: the same user gets another one at each join. */
  id: string;
  userId: string;
  visible: boolean;
  extraInfo: string;
  autoSubscribe: AutoSubscribe;
  /** The client's make, for logs. */
  client: string;
  /** What it runs on, as far as it tells. */
  platform: Platform;
  /** Unix milliseconds. */
  joinedAt: number;
  grant: Grant;
  peer: MediaPeer;
}

/** Somebody in a room. Only the room changes one. */
export class Participant {
  readonly id: string;
  readonly userId: string;
  readonly extraInfo: string;
  readonly client: string;
  readonly platform: Platform;
  readonly joinedAt: number;
  readonly peer: MediaPeer;
  readonly demand: Demand;
  visible: boolean;
  grant: Grant;
  /** Set while in the room. */
  watch: GrantWatch | undefined;
  /** Whether the participation is over. */
  gone = false;
  /** Why it was ended by the server, when it was. */
  removal: RoomError | undefined;
  readonly publications = new Map<string, Publication>();
  /** Sources whose publication is being made. */
  readonly publishing = new Set<Source>();
  /** How its client grades its way to the server; undefined until it has told. */
  network: NetworkQuality | undefined;
  /** By publication id. */
  readonly subscriptions = new Map<string, Subscription>();
  /** Ids of publications whose subscription is being made. */
  readonly subscribing = new Set<string>();

  constructor(options: ParticipantOptions) {
    this.id = options.id;
    this.userId = options.userId;
    this.visible = options.visible;
    this.extraInfo = options.extraInfo;
    this.client = options.client;
    this.platform = options.platform;
    this.joinedAt = options.joinedAt;
    this.grant = options.grant;
    this.peer = options.peer;
    this.demand = new Demand(options.autoSubscribe);
  }

  get isPublisher(): boolean {
    return this.publications.size > 0 || this.publishing.size > 0;
  }

  publicationOf(source: Source): Publication | undefined {
    return [...this.publications.values()].find((publication) => publication.source === source);
  }

  /** @throws RoomError why it was put out, or `not_joined`, when the participation is over */
  assertPresent(): void {
    if (this.gone) throw this.removal ?? RoomError.gone();
  }

  /** As the others see it. */
  describe(): protocol.Participant {
    return {
      userId: this.userId,
      joinedAt: this.joinedAt,
      extraInfo: this.extraInfo,
      publications: [...this.publications.values()].map(describePublication),
      network: this.network,
    };
  }
}

export function describePublication({ id, source, muted }: Publication): protocol.Publication {
  return { publicationId: id, source, muted };
}

export function describeSubscription({ id, publication, consumer, paused }: Subscription): protocol.Subscription {
  return {
    subscriptionId: id,
    publicationId: publication.id,
    userId: publication.owner.userId,
    source: publication.source,
    rtpParameters: consumer.rtpParameters,
    paused,
  };
}
