import type { Clock, Timer } from "../../clock/clock.js";
import type { Layers } from "../media-engine.js";

/** A way that carries less than this part of what is sent is short of bandwidth. */
const SHORT = 0.85;
/**
 * So is one whose estimate falls below this part of the one before and below what is sent: one queue by chance takes an
 * estimate, which is at most 1.35 times what there is to send, down to 0.85 of what is sent, and no further.
 */
const FALL = 0.6;
/** So is one that loses more than this part of the packets and whose estimate is below what is sent: its queue is full. */
const LOST = 0.2;
/**
 * So is one whose viewer asks for more than this many packets again for each one that is sent (NACK), in two windows in a
 * row: a loss of 20 % by chance makes it ask for 0.3, and a burst for many, but only once.
 */
const NACKED = 0.5;
/**
 * At least this part of what is asked for in both windows is there to be retransmitted; what was lost before the server
 * says nothing about this way. In one window it may be less: what is asked for again within a round trip was just sent.
 */
const OWN = 0.25;
/** Milliseconds that a window lasts at least. */
export const WINDOW = 200;
/** One that lasts longer says nothing about now. */
const LONGEST_WINDOW = 1_000;
/** A queue that a layer has filled gets so long to empty before the layer below begins, in milliseconds. */
export const DRAIN = 200;
/** A layer that the bandwidth took is tried again after so long, in milliseconds. */
export const RETRY_AFTER = 20_000;
/** Each try that failed doubles that, up to so much. */
export const LONGEST_RETRY = 60_000;
/** A try that has lasted so long, in milliseconds, has succeeded. */
export const TRIAL = 10_000;

/** What the caps need of a video consumer with layers. */
export interface LayeredConsumer {
  setPreferredLayers(layers: Layers): Promise<void>;
  /**
   * Gives up what was sent so far: it is not repeated any more, and what comes next begins with a key frame.
   *
   * @param silence milliseconds until then
   */
  restart(silence: number): Promise<void>;
  read(): Promise<ConsumerReading>;
}

/** Packets that a consumer has sent, how many the viewer has asked for again, and how many were sent again. */
interface Sent {
  packets: number;
  nacked: number;
  retransmitted: number;
}

export interface ConsumerReading extends Sent {
  /** Bits per second that it sends now. */
  bitrate: number;
  /** The part of its packets that the viewer missed of late, 0 to 1. */
  lost: number;
}

interface Entry {
  preferred: Layers;
  /** The highest spatial layer that the bandwidth is taken to carry. */
  cap: number;
  /** Milliseconds until the next try. */
  retry: number;
  timer: Timer | undefined;
  /** When the last try began, while it may still fail. */
  triedAt: number;
  /** When NACKs were last looked at, and the reading with which the next one begins. */
  lookedAt: number;
  reading: (Sent & { at: number }) | undefined;
  /** The reading with which the window before began, when too much was asked for again in it. */
  suspected: Sent | undefined;
}

/**
 * Takes a layer from the consumers of one transport as soon as its bandwidth falls short of it, and gives it back a
 * good while later.
 *
 * mediasoup first takes away frames of the large layer, one kind after the other, each at its next look at the
 * bandwidth, and tries the large layer again every ten seconds with the fewest frames: on a way that became narrow the
 * picture stands still for five seconds, and again at each try.
 */
export class LayerCaps {
  private readonly entries = new Map<LayeredConsumer, Entry>();
  /** The estimate before; the first one has nothing to fall from. */
  private available = 0;
  private isReading = false;

  constructor(private readonly clock: Clock) {}

  /** What is to be sent where the bandwidth carries it. */
  async prefer(consumer: LayeredConsumer, layers: Layers): Promise<void> {
    const entry = this.entries.get(consumer);
    if (entry) entry.preferred = layers;
    else this.entries.set(consumer, { ...FRESH, preferred: layers });
    await this.apply(consumer);
  }

  remove(consumer: LayeredConsumer): void {
    this.entries.get(consumer)?.timer?.cancel();
    this.entries.delete(consumer);
  }

  close(): void {
    for (const consumer of [...this.entries.keys()]) this.remove(consumer);
  }

  /** The bandwidth of the transport was estimated anew. @param available bits per second */
  async handleEstimate(available: number): Promise<void> {
    const before = this.available;
    this.available = available;
    // Reading what is sent costs a question to the worker each, so it is asked for only when the way became narrower.
    if (available >= before || this.isReading) return;
    this.isReading = true;
    try {
      const consumers = [...this.entries.keys()];
      const readings = await Promise.all(consumers.map((consumer) => consumer.read()));
      const sent = readings.reduce((sum, { bitrate }) => sum + bitrate, 0);
      const isFull = readings.some(({ lost }) => lost > LOST);
      const isShort = available < SHORT * sent || (available < sent && (isFull || available < FALL * before));
      if (isShort) await this.lowerAll();
    } finally {
      this.isReading = false;
    }
  }

  /**
   * The viewer asks for packets again. Where a queue is full this comes a second before an estimate falls, and the
   * retransmissions keep it full.
   */
  async handleNack(consumer: LayeredConsumer): Promise<void> {
    const entry = this.entries.get(consumer);
    const at = this.clock.now();
    // This comes for every NACK, so what costs nothing is asked first.
    if (!entry || at - entry.lookedAt < WINDOW) return;
    entry.lookedAt = at;
    if (![...this.entries.values()].some((one) => layerOf(one) > 0)) return;
    const now = await consumer.read();
    const before = entry.reading;
    entry.reading = { ...now, at };
    const first = entry.suspected;
    entry.suspected = undefined;
    if (before === undefined || at - before.at > LONGEST_WINDOW || !isTooMuch(before, now)) return;
    if (first !== undefined && isOwn(first, now)) await this.lowerAll();
    else entry.suspected = before;
  }

  /** mediasoup itself sends another layer now. */
  async handleLayer(consumer: LayeredConsumer, spatialLayer: number): Promise<void> {
    const entry = this.entries.get(consumer);
    if (!entry || spatialLayer >= layerOf(entry)) return;
    if (this.clock.now() - entry.triedAt < TRIAL) await this.lower(consumer);
  }

  private async lowerAll(): Promise<void> {
    await Promise.all([...this.entries.keys()].map((consumer) => this.lower(consumer)));
  }

  private async lower(consumer: LayeredConsumer): Promise<void> {
    const entry = this.entries.get(consumer);
    if (!entry) return;
    const layer = layerOf(entry);
    if (layer <= 0) return;
    const now = this.clock.now();
    const failed = now - entry.triedAt < TRIAL;
    // Going down by a second layer of the same shortage is no second failure.
    if (entry.timer === undefined) entry.retry = failed ? Math.min(entry.retry * 2, LONGEST_RETRY) : RETRY_AFTER;
    entry.cap = layer - 1;
    entry.triedAt = Number.NEGATIVE_INFINITY;
    entry.timer?.cancel();
    entry.timer = this.clock.after(entry.retry, () => {
      entry.timer = undefined;
      entry.cap = Number.POSITIVE_INFINITY;
      entry.triedAt = this.clock.now();
      this.apply(consumer).catch(() => {});
    });
    // What the viewer misses of the large layer would be sent again and again, before the small one on the same narrow
    // way, and a key frame that comes to a full queue is missing packets that take two round trips through it.
    await consumer.restart(DRAIN);
    await this.apply(consumer);
  }

  private async apply(consumer: LayeredConsumer): Promise<void> {
    const entry = this.entries.get(consumer);
    if (!entry) return;
    const { preferred, cap } = entry;
    await consumer.setPreferredLayers(preferred.spatialLayer <= cap ? preferred : { spatialLayer: cap });
  }
}

/** Whether more was asked for again between two readings than chance loses. */
function isTooMuch(before: Sent, now: Sent): boolean {
  return now.nacked - before.nacked > NACKED * (now.packets - before.packets);
}

/** Whether what was asked for again between two readings had been sent. */
function isOwn(before: Sent, now: Sent): boolean {
  return now.retransmitted - before.retransmitted > OWN * (now.nacked - before.nacked);
}

/** The highest layer that is sent. */
function layerOf({ cap, preferred }: Entry): number {
  return Math.min(cap, preferred.spatialLayer);
}

const FRESH = {
  cap: Number.POSITIVE_INFINITY,
  retry: RETRY_AFTER,
  timer: undefined,
  triedAt: Number.NEGATIVE_INFINITY,
  lookedAt: Number.NEGATIVE_INFINITY,
  reading: undefined,
  suspected: undefined,
};
