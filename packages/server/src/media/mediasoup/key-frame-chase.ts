import type { Clock, Timer } from "../../clock/clock.js";

/** Milliseconds between two looks: mediasoup itself asks the publisher once more after a second. */
export const LOOK_INTERVAL = 1_000;
/** So often it is asked for; who sends no key frame by then has stopped sending. */
export const TRIES = 20;

/** What the chase needs of a consumer. */
export interface WaitingConsumer {
  /** Whether it sends as soon as a key frame comes: neither it nor what it consumes is paused or over. */
  isWaiting(): boolean;
  /** Packets that it has sent. */
  readPackets(): Promise<number>;
  request(): Promise<void>;
}

/**
 * Sees to it that a consumer which waits for a key frame gets one: mediasoup asks the publisher twice, and when both
 * requests are lost, the viewer would see nothing until somebody asks again.
 */
export class KeyFrameChase {
  private timer: Timer | undefined;
  private isClosed = false;

  constructor(
    private readonly clock: Clock,
    private readonly consumer: WaitingConsumer,
  ) {}

  /** The consumer waits from now on. Without effect while it is chased already. */
  begin(): void {
    if (this.timer || this.isClosed) return;
    // What was sent by now is read at the first look, and compared at the second.
    this.lookAfter(undefined, TRIES);
  }

  close(): void {
    this.isClosed = true;
    this.timer?.cancel();
  }

  private lookAfter(before: number | undefined, tries: number): void {
    this.timer = this.clock.after(LOOK_INTERVAL, () => {
      // A consumer that closes under it needs no key frame any more.
      this.look(before, tries).catch(() => {});
    });
  }

  private async look(before: number | undefined, tries: number): Promise<void> {
    this.timer = undefined;
    if (tries === 0 || !this.consumer.isWaiting()) return;
    const packets = await this.consumer.readPackets();
    const isFlowing = before !== undefined && packets !== before;
    if (isFlowing || this.isClosed || this.timer) return;
    this.lookAfter(packets, tries - 1);
    if (packets === (before ?? 0)) await this.consumer.request();
  }
}
