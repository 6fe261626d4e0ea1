import { kindOf, type Size } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { Clock } from "../clock/clock.js";
import { LayerHold } from "./layer-hold.js";
import { layerFor } from "./layers.js";
import type { Publication, Subscription } from "./participant.js";
import type { Room } from "./room.js";
import type { RoomEvents } from "./room-events.js";
import { WantedLayers } from "./wanted-layers.js";

/** Screens come before cameras where the bandwidth of a viewer does not carry all; the engine sends audio first. */
const PRIORITIES = { camera: 1, screen: 2 } as const;

/**
 * A viewer begins with the smallest layer, for so long, in milliseconds. Its first key frame is a few packets, of which
 * fewer are lost, and the engine does not change its mind about the layer while it waits for one: Chromium passes over
 * the request for another layer's key frame that comes within 300 ms, and it is repeated after a second.
 */
const BEGIN_SMALL = 1_000;

export interface SubscriptionUpdate {
  paused?: boolean | undefined;
  size?: Size | undefined;
}

/**
 * Sends everybody the layers that they have a place for, and tells publishers which layers nobody has.
 *
 * Where the bandwidth of a viewer carries less than that, the media engine goes below the layer chosen here.
 */
export class LayerControl {
  private readonly holds = new Map<Subscription, LayerHold>();
  private readonly wanted = new Map<Publication, WantedLayers>();

  constructor(
    private readonly room: Room,
    private readonly events: EventEmitter<RoomEvents>,
    private readonly clock: Clock,
  ) {}

  /** A publication began. */
  published(publication: Publication): void {
    if (kindOf(publication.source) === "audio") return;
    const tell = (layers: number) => this.events.emit("layersWanted", this.room, publication, layers);
    this.wanted.set(publication, new WantedLayers(this.clock, tell));
  }

  /** A publication ended. Its subscriptions have ended before. */
  unpublished(publication: Publication): void {
    this.wanted.get(publication)?.close();
    this.wanted.delete(publication);
  }

  /** A subscription was made. Its viewer has told no size yet. */
  subscribed(subscription: Subscription): void {
    const { publication, consumer } = subscription;
    const { source } = publication;
    if (source !== "camera" && source !== "screen") return;
    let before = -1;
    const hold = new LayerHold(this.clock, (layer) => {
      this.wanted.get(publication)?.move(before, layer);
      if (layer >= 0) this.run(consumer.setPreferredLayers({ spatialLayer: layer }));
      if (layer < 0 !== before < 0) this.run(this.applyPause(subscription, layer));
      before = layer;
    });
    this.holds.set(subscription, hold);
    this.run(consumer.setPriority(PRIORITIES[source]));
    const isLayered = (publication.layers?.length ?? 1) > 1;
    const top = layerFor(publication.layers, undefined);
    before = isLayered ? 0 : top;
    this.wanted.get(publication)?.move(-1, before);
    hold.begin(before, isLayered ? BEGIN_SMALL : 0);
    if (!isLayered) return;
    this.run(consumer.setPreferredLayers({ spatialLayer: 0 }));
    hold.want(top);
  }

  unsubscribed(subscription: Subscription): void {
    const hold = this.holds.get(subscription);
    if (!hold) return;
    hold.close();
    this.holds.delete(subscription);
    this.wanted.get(subscription.publication)?.move(hold.layer, -1);
  }

  /**
   * A viewer can play it now or not, or has another place for it.
   *
   * @throws MediaError `media_lost`
   */
  async update(subscription: Subscription, { paused, size }: SubscriptionUpdate): Promise<void> {
    if (size) {
      subscription.size = size;
      this.holds.get(subscription)?.want(layerFor(subscription.publication.layers, size));
    }
    if (paused === undefined) return;
    subscription.paused = paused;
    await this.applyPause(subscription);
  }

  /** The publisher sends its layers in other sizes. */
  resized(publication: Publication): void {
    for (const [subscription, hold] of this.holds) {
      if (subscription.publication === publication) hold.want(layerFor(publication.layers, subscription.size));
    }
  }

  /** How many layers a publisher was told to send, for one who may have missed it. */
  wantedOf(publication: Publication): number | undefined {
    return this.wanted.get(publication)?.layers;
  }

  private async applyPause(subscription: Subscription, layer = this.holds.get(subscription)?.layer): Promise<void> {
    const isUnseen = layer !== undefined && layer < 0;
    await subscription.consumer.setPaused(subscription.paused || isUnseen);
  }

  /** A consumer whose worker is gone tells its own end. */
  private run(work: Promise<void>): void {
    work.catch(() => {});
  }
}
