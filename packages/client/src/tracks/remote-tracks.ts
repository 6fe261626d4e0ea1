import { kindOf, type MethodParams, type Source, type Subscription } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { Consumer, RtpParameters } from "mediasoup-client/types";
import { RtcError } from "../errors/rtc-error.js";
import type { Logger } from "../logging/logger.js";
import type { SendRequest } from "../signaling/messages.js";
import { ANY_SIZE, type Demands } from "./demands.js";
import { asMediasoup, type Transports } from "./transports.js";

export interface RemoteTracksEvents {
  added: [userId: string, source: Source, track: MediaStreamTrack];
  removed: [userId: string, source: Source];
  /** This browser cannot play it. */
  failed: [userId: string, source: Source, error: RtcError];
}

/** What the server is told of a subscription. */
type Update = Omit<MethodParams<"updateSubscriptions">["updates"][number], "subscriptionId">;

/** One subscription of the server's and what has become of it here. */
interface Entry {
  readonly subscription: Subscription;
  /** Undefined while it is being made, and when it could not be. */
  consumer: Consumer | undefined;
}

/**
 * The subscribed tracks of others. A track is told as soon as it can be played; for one that the server holds back
 * until then, the server is told so, all that come together in one message.
 */
export class RemoteTracks extends EventEmitter<RemoteTracksEvents> {
  readonly #request: SendRequest;
  readonly #logger: Logger;
  readonly #entries = new Map<string, Entry>();
  readonly #streams = new Map<string, string>();
  #transports: Transports | undefined;
  readonly #demands: Demands;
  /** What the server is to be told, by subscription. */
  #updates = new Map<string, Update>();

  constructor(request: SendRequest, logger: Logger, demands: Demands) {
    super();
    this.#demands = demands;
    this.#request = request;
    this.#logger = logger;
  }

  /** New transports after a join, with all that the server subscribed this participant to. */
  handleJoined(transports: Transports, subscriptions: readonly Subscription[]): void {
    this.#transports = transports;
    for (const subscription of subscriptions) this.handleSubscribed(subscription);
  }

  /** The same transports on a new socket: takes over what changed meanwhile. */
  handleResumed(subscriptions: readonly Subscription[]): void {
    const inForce = new Set(subscriptions.map((subscription) => subscription.subscriptionId));
    for (const subscriptionId of [...this.#entries.keys()]) {
      if (!inForce.has(subscriptionId)) this.handleUnsubscribed(subscriptionId);
    }
    for (const subscription of subscriptions) {
      const known = this.#entries.get(subscription.subscriptionId);
      if (!known) this.handleSubscribed(subscription);
      // That this side was ready, and where it shows it, may have been lost with the old socket.
      else if (known.consumer) this.#tellReady(subscription);
    }
  }

  /** The session is over, and all that came in its transports. */
  handleTransportsClosed(): void {
    this.#transports = undefined;
    this.#updates.clear();
    for (const subscriptionId of [...this.#entries.keys()]) this.handleUnsubscribed(subscriptionId);
  }

  handleSubscribed(subscription: Subscription): void {
    if (this.#entries.has(subscription.subscriptionId)) return;
    // One track of a source: where the server has replaced a subscription, the old one makes room first.
    this.handleUnwanted(subscription.userId, subscription.source);
    const entry: Entry = { subscription, consumer: undefined };
    this.#entries.set(subscription.subscriptionId, entry);
    void this.#consume(entry);
  }

  handleUnsubscribed(subscriptionId: string): void {
    const entry = this.#entries.get(subscriptionId);
    if (!entry) return;
    this.#entries.delete(subscriptionId);
    if (!entry.consumer) return;
    entry.consumer.close();
    this.emit("removed", entry.subscription.userId, entry.subscription.source);
  }

  /** The source is no longer there or no longer wanted: its track goes at once, whatever the server says later. */
  handleUnwanted(userId: string, source: Source): void {
    for (const { subscription } of [...this.#entries.values()]) {
      if (subscription.userId === userId && subscription.source === source) {
        this.handleUnsubscribed(subscription.subscriptionId);
      }
    }
  }

  track(userId: string, source: Source): MediaStreamTrack | undefined {
    for (const { subscription, consumer } of this.#entries.values()) {
      if (subscription.userId === userId && subscription.source === source) return consumer?.track;
    }
    return undefined;
  }

  /** The consumers in use, for statistics. */
  consumers(): { userId: string; source: Source; consumer: Consumer }[] {
    return [...this.#entries.values()].flatMap(({ subscription: { userId, source }, consumer }) =>
      consumer ? [{ userId, source, consumer }] : [],
    );
  }

  /** The subscription to a source, as the server names it. */
  subscriptionId(userId: string, source: Source): string | undefined {
    const entries = [...this.#entries.values()];
    return entries.find(({ subscription }) => subscription.userId === userId && subscription.source === source)
      ?.subscription.subscriptionId;
  }

  async #consume(entry: Entry): Promise<void> {
    const { subscriptionId, publicationId, userId, source, rtpParameters } = entry.subscription;
    const transports = this.#transports;
    if (!transports) return;
    const isCurrent = () => this.#entries.get(subscriptionId) === entry;
    try {
      // All calls of one turn of the event loop become one negotiation in mediasoup-client.
      const consumer = await transports.receive.consume({
        id: subscriptionId,
        producerId: publicationId,
        kind: kindOf(source),
        rtpParameters: asMediasoup<RtpParameters>(rtpParameters),
        streamId: this.#streamId(userId, source),
      });
      if (!isCurrent()) {
        consumer.close();
        return;
      }
      entry.consumer = consumer;
      this.emit("added", userId, source, consumer.track);
      this.#tellReady(entry.subscription);
    } catch (cause) {
      if (!isCurrent()) return;
      this.emit(
        "failed",
        userId,
        source,
        RtcError.unsupportedMedia(`this browser cannot play ${source} of ${userId}`, cause),
      );
    }
  }

  /** How long a track is held back before it is played, in milliseconds; undefined to leave it to the browser. */
  setPlayoutDelay(userId: string, source: Source, delay: number | undefined): void {
    for (const { subscription, consumer } of this.#entries.values()) {
      if (subscription.userId !== userId || subscription.source !== source) continue;
      const receiver = consumer?.rtpReceiver;
      // A browser that cannot hold back plays as it always does.
      if (receiver && "jitterBufferTarget" in receiver) receiver.jitterBufferTarget = delay ?? null;
    }
  }

  /** Asks for a picture anew, of which the browser can make no use any more. */
  requestKeyFrame(userId: string, source: Source): void {
    const subscriptionId = this.subscriptionId(userId, source);
    if (subscriptionId !== undefined) this.#update(subscriptionId, { keyFrame: true });
  }

  /** The place where a picture is shown has changed. */
  handleDemand(userId: string, source: Source): void {
    for (const { subscription, consumer } of this.#entries.values()) {
      if (!consumer || subscription.userId !== userId || subscription.source !== source) continue;
      this.#update(subscription.subscriptionId, { size: this.#demands.get(userId, source) ?? ANY_SIZE });
    }
  }

  /** All places have changed, as when the page goes into the background. */
  handleAllDemands(): void {
    for (const { subscription, consumer } of this.#entries.values()) {
      const { subscriptionId, userId, source } = subscription;
      if (!consumer || kindOf(source) === "audio") continue;
      this.#update(subscriptionId, { size: this.#demands.get(userId, source) ?? ANY_SIZE });
    }
  }

  #tellReady({ subscriptionId, userId, source, paused }: Subscription): void {
    const size = this.#demands.get(userId, source);
    if (paused || size)
      this.#update(subscriptionId, { ...(paused ? { paused: false } : {}), ...(size ? { size } : {}) });
  }

  #update(subscriptionId: string, update: Update): void {
    const isFirst = this.#updates.size === 0;
    this.#updates.set(subscriptionId, { ...this.#updates.get(subscriptionId), ...update });
    if (!isFirst) return;
    queueMicrotask(() => {
      const updates = [...this.#updates]
        .filter(([id]) => this.#entries.has(id))
        .map(([id, what]) => ({ subscriptionId: id, ...what }));
      this.#updates.clear();
      if (updates.length === 0) return;
      // What is lost here is repeated by `handleResumed`; a refusal means that the subscription is gone meanwhile.
      this.#request("updateSubscriptions", { updates }).catch((error) =>
        this.#logger.debug("telling what can be played, and where it is shown, failed", error),
      );
    });
  }

  /**
   * Browsers keep the tracks of one stream in step. Camera and microphone belong together, and so do a screen and
   * its sound, but a screen's sound must not be delayed by the camera. The names are counted because a user id may
   * have characters that a stream id may not.
   */
  #streamId(userId: string, source: Source): string {
    const id = `${source === "camera" || source === "microphone" ? "person" : "screen"} ${userId}`;
    const known = this.#streams.get(id);
    if (known !== undefined) return known;
    const name = `stream-${this.#streams.size + 1}`;
    this.#streams.set(id, name);
    return name;
  }
}
