import { DelayLine } from "./delay-line.js";

/** One direction of a phone's network. */
export interface LinkProfile {
  /** Milliseconds that everything takes on the way. */
  delay: number;
  /** Part of the packets that are lost, 0 to 1. */
  loss: number;
  /** Kilobits per second; unlimited where absent. */
  rate?: number;
}

/** Milliseconds of traffic that wait before a narrow link; what comes on top is lost, as in a router's queue. */
const QUEUE = 400;
/** Bytes of IP and UDP around each datagram. */
const DATAGRAM_OVERHEAD = 28;
/** Bytes that TCP carries in one packet. */
const SEGMENT = 1_400;
/** Milliseconds until TCP sends a lost packet again at the earliest, besides a round trip. */
const LEAST_RETRANSMISSION = 200;

/** A narrow, slow, lossy way for datagrams and for flows of bytes, which share its rate. */
export class Link {
  readonly #profile: () => LinkProfile;
  readonly #random: () => number;
  readonly #datagrams = new DelayLine();
  readonly #flows = new Set<Flow>();
  /** When everything that was sent so far has left. */
  #free = 0;

  /** @param random For tests; gives 0 to 1. */
  constructor(profile: () => LinkProfile, random: () => number = Math.random) {
    this.#profile = profile;
    this.#random = random;
  }

  /** Sends one packet, or loses it. */
  datagram(bytes: number, deliver: () => void): void {
    const { delay, loss } = this.#profile();
    if (loss > 0 && this.#random() < loss) return;
    const left = this.#occupy(bytes + DATAGRAM_OVERHEAD, QUEUE);
    if (left !== undefined) this.#datagrams.put(left + delay, deliver);
  }

  /** A flow of bytes that arrive whole and in order, as over TCP: what is lost comes late. */
  flow(): Flow {
    const flow = new Flow(
      (bytes) => {
        const { delay } = this.#profile();
        const left = this.#occupy(bytes, Number.POSITIVE_INFINITY) ?? performance.now();
        return left + delay + this.#retransmissions(bytes);
      },
      () => this.#flows.delete(flow),
    );
    this.#flows.add(flow);
    return flow;
  }

  /** Everything under way is lost. */
  cut(): void {
    this.#free = 0;
    this.#datagrams.clear();
    for (const flow of this.#flows) flow.close();
  }

  /** @returns When the bytes have left; undefined where the queue before the link is full. */
  #occupy(bytes: number, queue: number): number | undefined {
    const { rate } = this.#profile();
    const now = performance.now();
    const start = Math.max(now, this.#free);
    if (start - now > queue) return undefined;
    if (rate === undefined) return start;
    // A kilobit per second is a bit per millisecond.
    this.#free = start + (bytes * 8) / rate;
    return this.#free;
  }

  /** Milliseconds by which losses hold up so many bytes: the last of them decides, so one round of it counts. */
  #retransmissions(bytes: number): number {
    const { delay, loss } = this.#profile();
    if (loss === 0) return 0;
    const segments = Math.max(1, Math.ceil(bytes / SEGMENT));
    let held = 0;
    // Each try may be lost again; a path that loses all of them is no path, so it ends somewhere.
    for (let lost = segments; lost > 0 && held < 10_000; ) {
      let again = 0;
      for (let segment = 0; segment < lost; segment++) if (this.#random() < loss) again++;
      if (again > 0) held += LEAST_RETRANSMISSION + 2 * delay;
      lost = again;
    }
    return held;
  }
}

/** One connection over a link. */
export class Flow {
  readonly #due: (bytes: number) => number;
  readonly #ended: () => void;
  readonly #line = new DelayLine();
  #closed = false;

  constructor(due: (bytes: number) => number, ended: () => void) {
    this.#due = due;
    this.#ended = ended;
  }

  send(bytes: number, deliver: () => void): void {
    if (!this.#closed) this.#line.put(this.#due(bytes), deliver);
  }

  /** Resolves when the bytes have arrived. Never does once the link was cut. */
  arrival(bytes: number): Promise<void> {
    return new Promise((resolve) => this.send(bytes, resolve));
  }

  close(): void {
    this.#closed = true;
    this.#line.clear();
    this.#ended();
  }
}
