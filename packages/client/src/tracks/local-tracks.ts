import { kindOf, type Publication, SOURCES, type Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { Producer } from "mediasoup-client/types";
import { RtcError } from "../errors/rtc-error.js";
import type { Gate } from "../reconnect/gate.js";
import type { SendRequest } from "../signaling/messages.js";
import { LayerSwitch } from "./layer-switch.js";
import { emptySlot, type Slot, setTrack, type Wish } from "./local-slot.js";
import { contentHintOf, encodingsOf, type PublishOptions, sendingOf } from "./publish-options.js";
import type { Transports } from "./transports.js";
import type { EncoderConfig } from "./video-layers.js";

export interface LocalTracksEvents {
  /** What is published now, after every change. */
  changed: [publications: readonly Publication[]];
  /** A publication ended that was not unpublished: its track ended, or the server refused it after a reconnect. */
  lost: [source: Source, error: RtcError];
  /** The system took the device away for a while, or gave it back. */
  interrupted: [source: Source, isInterrupted: boolean];
}

/** How long a device must give nothing to count as taken away, in milliseconds: cameras do so when they start. */
const INTERRUPTION = 1_000;

/**
 * The tracks that this participant publishes. Callers set what they want; one worker a source makes it true step by
 * step, waits while there is no connection, and starts again where a reconnect left it: in order, whatever was
 * called in between, and without a request being carried out twice.
 */
export class LocalTracks extends EventEmitter<LocalTracksEvents> {
  readonly #gate: Gate;
  readonly #request: SendRequest;
  readonly #slots: ReadonlyMap<Source, Slot>;
  #transports: Transports | undefined;
  /** Bits per second of all video together. */
  #videoLimit: number | undefined;
  #closed = false;

  constructor(gate: Gate, request: SendRequest) {
    super();
    this.#gate = gate;
    this.#request = request;
    this.#slots = new Map(SOURCES.map((source) => [source, emptySlot(source)]));
  }

  /** New transports after a join: whatever was published is published anew, under new ids. */
  handleJoined(transports: Transports): void {
    this.#transports = transports;
  }

  /** The session is over, and all that was sent in its transports. */
  handleTransportsClosed(): void {
    this.#transports = undefined;
    for (const slot of this.#slots.values()) {
      this.#dropProducer(slot);
      slot.publicationId = undefined;
    }
  }

  /** The same transports on a new socket: takes over what the server says of this participant's publications. */
  handleResumed(publications: readonly Publication[]): void {
    for (const slot of this.#slots.values()) {
      const publication = publications.find((one) => one.source === slot.source);
      slot.publicationId = publication?.publicationId;
      if (publication) slot.toldMuted = publication.muted;
      else this.#dropProducer(slot);
      // Also one whose answer was lost with the old socket: it is published all the same.
      if (publication) this.#tellChanged(slot);
    }
  }

  /** The way is free again: goes on with everything. A refusal now has no caller, so it is told by `lost`. */
  handleConnected(): void {
    for (const slot of this.#slots.values()) {
      if (!slot.wish && !slot.publicationId) continue;
      this.#settle(slot).catch((error) => {
        if (!this.#closed) this.emit("lost", slot.source, RtcError.from(error));
      });
    }
  }

  /** The server ended a publication by itself, as when the right to publish expires. */
  handleUnpublished(source: Source, publicationId: string): void {
    const slot = this.#slot(source);
    if (!slot.wish || slot.publicationId !== publicationId || slot.ending === publicationId) return;
    slot.publicationId = undefined;
    this.#forget(slot);
    this.#dropProducer(slot);
    this.emit("lost", source, RtcError.publicationEnded(source));
    this.#tellChanged();
  }

  /** So many layers of a publication are of use to anybody: the others are not encoded. */
  handleLayersWanted(publicationId: string, layers: number): void {
    for (const slot of this.#slots.values()) {
      if (slot.publicationId !== publicationId) continue;
      // What is not switched off is sent in vain, which costs but breaks nothing.
      slot.switch?.setWanted(layers).catch(() => {});
    }
  }

  /** Bits per second that all video together may take; undefined for as many as suit it. */
  limitVideo(bitrate: number | undefined): void {
    this.#videoLimit = bitrate;
    this.#applyVideoLimit();
  }

  #applyVideoLimit(): void {
    const sent = [...this.#slots.values()].filter(({ producer }) => producer?.kind === "video" && producer.track);
    const share = this.#videoLimit && Math.floor(this.#videoLimit / sent.length);
    // A browser that does not take it sends too much, as it would without.
    for (const slot of sent) slot.switch?.setLimit(share).catch(() => {});
  }

  /** This participant became invisible: the server took all its publications. */
  handleHidden(): void {
    for (const slot of this.#slots.values()) {
      this.#forget(slot);
      this.#dropProducer(slot);
      slot.publicationId = undefined;
    }
    this.#tellChanged();
  }

  /** @see Room.publish */
  async publish(source: Source, track: MediaStreamTrack, options: PublishOptions): Promise<void> {
    this.#checkTrack(source, track);
    const slot = this.#slot(source);
    const before = slot.wish;
    this.#wish(slot, track, options, options.muted ?? before?.muted ?? false);
    await this.#settle(slot);
  }

  /** @see Room.unpublish */
  async unpublish(source: Source): Promise<void> {
    const slot = this.#slot(source);
    this.#forget(slot);
    this.#tellChanged();
    try {
      await this.#settle(slot);
    } catch (error) {
      // A publish that was under way may be refused just now: then nothing is published, which is what was asked for.
      if (slot.wish || slot.publicationId) throw error;
    }
  }

  /** @see Room.setMuted */
  async setMuted(source: Source, muted: boolean): Promise<void> {
    const slot = this.#slot(source);
    if (!slot.wish) throw RtcError.notPublished(source);
    slot.wish.muted = muted;
    await this.#settle(slot);
  }

  /** @see Room.replaceTrack */
  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    this.#checkTrack(source, track);
    const slot = this.#slot(source);
    if (!slot.wish) throw RtcError.notPublished(source);
    this.#wish(slot, track, slot.wish.options, slot.wish.muted);
    await this.#settle(slot);
    await this.#encode(slot);
  }

  /** @see Room.setEncoder */
  async setEncoder(source: Source, config: EncoderConfig): Promise<void> {
    const slot = this.#slot(source);
    if (!slot.wish) throw RtcError.notPublished(source);
    slot.wish.options = { ...slot.wish.options, ...config };
    await this.#encode(slot);
  }

  /** The producers in use, for statistics. */
  producers(): { source: Source; producer: Producer }[] {
    return [...this.#slots.values()].flatMap(({ source, producer }) => (producer ? [{ source, producer }] : []));
  }

  /** The publication of a source, as the server names it. */
  publicationId(source: Source): string | undefined {
    return this.#slots.get(source)?.publicationId;
  }

  close(): void {
    this.#closed = true;
    this.removeAllListeners();
    this.handleTransportsClosed();
    for (const slot of this.#slots.values()) this.#forget(slot);
  }

  #checkTrack(source: Source, track: MediaStreamTrack): void {
    if (track.kind !== kindOf(source)) {
      throw RtcError.unsupportedMedia(`${source} takes a track of ${kindOf(source)}, but this one is of ${track.kind}`);
    }
    if (track.readyState === "ended") throw RtcError.trackEnded(source);
  }

  #wish(slot: Slot, track: MediaStreamTrack, options: PublishOptions, muted: boolean): void {
    this.#forget(slot);
    const ended = () => {
      this.#forget(slot);
      this.emit("lost", slot.source, RtcError.trackEnded(slot.source));
      this.#tellChanged();
      this.#settle(slot).catch(() => {});
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const interrupt = (isInterrupted: boolean) => {
      clearTimeout(timer);
      const { wish: current } = slot;
      if (current?.track !== track || current.interrupted === isInterrupted) return;
      current.interrupted = isInterrupted;
      this.emit("interrupted", slot.source, isInterrupted);
      this.#settle(slot).catch(() => {});
    };
    const pause = () => {
      clearTimeout(timer);
      timer = setTimeout(() => interrupt(track.muted), INTERRUPTION);
    };
    const goOn = () => interrupt(false);
    track.addEventListener("ended", ended);
    track.addEventListener("mute", pause);
    track.addEventListener("unmute", goOn);
    const unwatch = () => {
      clearTimeout(timer);
      track.removeEventListener("ended", ended);
      track.removeEventListener("mute", pause);
      track.removeEventListener("unmute", goOn);
    };
    slot.wish = { track, options, muted, interrupted: false, unwatch };
    if (track.muted) pause();
  }

  #forget(slot: Slot): void {
    slot.wish?.unwatch();
    slot.wish = undefined;
  }

  /** Starts the source's worker, or joins the one under way, which sees every change of the wish. */
  #settle(slot: Slot): Promise<void> {
    slot.work ??= this.#work(slot).finally(() => {
      slot.work = undefined;
    });
    return slot.work;
  }

  async #work(slot: Slot): Promise<void> {
    for (;;) {
      await this.#gate.pass();
      const wish = slot.wish;
      try {
        if (await this.#step(slot)) return;
      } catch (error) {
        const refusal = RtcError.from(error);
        // The connection went away under the request: `handleResumed` finds out what became of it.
        if (refusal.reason === "server_unreachable" && !this.#closed) continue;
        // What was refused is no longer wanted; if something else is by now, the worker goes on with that.
        if (wish && slot.wish !== wish) continue;
        // What is published stays so when a change of it fails; the change is made with the next call or reconnect.
        if (slot.publicationId !== undefined && refusal.reason !== "not_found") throw refusal;
        slot.publicationId = undefined;
        this.#forget(slot);
        this.#dropProducer(slot);
        this.#tellChanged();
        throw refusal;
      }
    }
  }

  /** Does the next thing that brings the slot nearer to the wish; true when nothing is left to do. */
  async #step(slot: Slot): Promise<boolean> {
    const { wish } = slot;
    if (!wish) return this.#stepDown(slot);
    const producer = slot.producer ?? (await this.#produce(slot, wish));
    // A muted publication sends nothing at all, and the track itself is left alone: it may be shown on the page.
    const muted = wish.muted || wish.interrupted;
    const track = muted ? null : wish.track;
    if (producer.track !== track) await setTrack(producer, track);
    if (this.#videoLimit !== undefined) this.#applyVideoLimit();
    if (slot.wish !== wish || producer.closed) return false;
    if (slot.publicationId === undefined) {
      const { publicationId } = await this.#request("publish", {
        source: slot.source,
        rtpParameters: { ...producer.rtpParameters },
        muted,
        ...(slot.layers ? { layers: [...slot.layers] } : {}),
      });
      slot.publicationId = publicationId;
      slot.toldMuted = muted;
      this.#tellChanged(slot);
      return false;
    }
    if (slot.toldMuted !== muted) {
      await this.#request("mute", { publicationId: slot.publicationId, muted });
      slot.toldMuted = muted;
      this.#tellChanged(slot);
      return false;
    }
    // Unpublished and published again before anything was sent: the old publication is the new one.
    if (!slot.announced) this.#tellChanged(slot);
    return slot.wish === wish && producer.track === (wish.muted || wish.interrupted ? null : wish.track);
  }

  async #stepDown(slot: Slot): Promise<boolean> {
    this.#dropProducer(slot);
    const { publicationId } = slot;
    if (publicationId === undefined) return true;
    slot.ending = publicationId;
    try {
      await this.#request("unpublish", { publicationId });
    } catch (error) {
      // It is gone already: the server had ended it by itself.
      if (!(error instanceof RtcError) || error.reason !== "not_found") throw error;
    }
    if (slot.publicationId === publicationId) slot.publicationId = undefined;
    return false;
  }

  async #produce(slot: Slot, wish: Wish): Promise<Producer> {
    const transports = this.#transports;
    if (!transports) throw RtcError.serverUnreachable("there are no transports to publish on");
    const { track, options } = wish;
    const lost = (cause?: unknown) =>
      RtcError.serverUnreachable(`the session ended while the ${slot.source} track was being published`, cause);
    try {
      const hint = contentHintOf(slot.source, track, options);
      if (hint) track.contentHint = hint;
      const sending = sendingOf(slot.source, track, options, transports.device.sendRtpCapabilities);
      const producer = await transports.send.produce(sending.options);
      if (transports !== this.#transports) {
        producer.close();
        throw lost();
      }
      slot.producer = producer;
      slot.layers = sending.layers;
      slot.switch = producer.kind === "video" ? new LayerSwitch(producer) : undefined;
      return producer;
    } catch (cause) {
      if (cause instanceof RtcError) throw cause;
      if (transports !== this.#transports) throw lost(cause);
      throw RtcError.unsupportedMedia(`this browser cannot send the ${slot.source} track`, cause);
    }
  }

  /** Brings the encoding of what is sent to the track and the options of now. */
  async #encode(slot: Slot): Promise<void> {
    const { wish, switch: layerSwitch, layers, publicationId } = slot;
    // Encodings of the caller's own stay as they were given, and one that is not sent yet begins as it should be.
    if (!wish || !layerSwitch || !layers) return;
    const next = encodingsOf(slot.source, wish.track, wish.options, layers.length);
    try {
      await layerSwitch.setLayers(next);
    } catch (cause) {
      throw RtcError.unsupportedMedia(`this browser cannot encode the ${slot.source} like this`, cause);
    }
    if (slot.switch !== layerSwitch) return;
    const isSame = layers.every(({ width, height }, index) => {
      const size = next.sizes[index];
      return size?.width === width && size.height === height;
    });
    slot.layers = next.sizes;
    if (isSame || publicationId === undefined) return;
    // The server only chooses by it; without an answer it goes on choosing by the sizes of before.
    await this.#request("updateLayers", { publicationId, layers: next.sizes }).catch(() => {});
  }

  #dropProducer(slot: Slot): void {
    slot.producer?.close();
    slot.producer = undefined;
    slot.layers = undefined;
    slot.switch = undefined;
  }

  /** Tells what is published now; `fresh` is the slot that the server has just confirmed. */
  #tellChanged(fresh?: Slot): void {
    if (fresh?.publicationId !== undefined) {
      fresh.announced = { publicationId: fresh.publicationId, source: fresh.source, muted: fresh.toldMuted };
    }
    const publications: Publication[] = [];
    for (const slot of this.#slots.values()) {
      if (!slot.wish) slot.announced = undefined;
      else if (slot.announced) publications.push(slot.announced);
    }
    this.emit("changed", publications);
  }

  #slot(source: Source): Slot {
    const slot = this.#slots.get(source);
    if (!slot) throw RtcError.badMessage(`"${source}" is not a source; sources are ${SOURCES.join(", ")}`);
    return slot;
  }
}
