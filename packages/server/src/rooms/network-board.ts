import type { NetworkQuality } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { Clock, Timer } from "../clock/clock.js";
import type { Participant } from "./participant.js";
import type { Room } from "./room.js";
import type { RoomEvents } from "./room-events.js";

/** News are told together, at most so often, in milliseconds. */
const TELL_INTERVAL = 1_000;

/** How good everybody's way to the server is. Changes are collected and told together. */
export class NetworkBoard {
  private readonly changed = new Set<Participant>();
  private timer: Timer | undefined;

  constructor(
    private readonly room: Room,
    private readonly events: EventEmitter<RoomEvents>,
    private readonly clock: Clock,
  ) {}

  report(participant: Participant, { uplink, downlink }: NetworkQuality): void {
    const before = participant.network;
    if (participant.gone || (before?.uplink === uplink && before.downlink === downlink)) return;
    participant.network = { uplink, downlink };
    // Nobody knows of the invisible ones.
    if (!participant.visible) return;
    this.changed.add(participant);
    this.timer ??= this.clock.after(TELL_INTERVAL, () => this.tell());
  }

  close(): void {
    this.timer?.cancel();
  }

  private tell(): void {
    this.timer = undefined;
    const participants = [...this.changed].filter(({ gone, visible }) => visible && !gone);
    this.changed.clear();
    if (participants.length > 0) this.events.emit("networkQuality", this.room, participants);
  }
}
