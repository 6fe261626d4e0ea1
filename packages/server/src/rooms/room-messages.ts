import { LIMITS, type MethodParams, messageSize } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { Clock } from "../clock/clock.js";
import { TokenBucket } from "../signaling/token-bucket.js";
import { whyMayNotPublish } from "./grant.js";
import { ROOM_MESSAGE_OVERHEAD, type RoomLimits } from "./limits.js";
import type { Participant } from "./participant.js";
import type { Room } from "./room.js";
import { RoomError } from "./room-error.js";
import type { RoomEvents } from "./room-events.js";

/** Carries messages from one participant of a room to others. */
export class RoomMessages {
  private readonly buckets = new WeakMap<Participant, TokenBucket>();

  constructor(
    private readonly room: Room,
    private readonly events: EventEmitter<RoomEvents>,
    private readonly clock: Clock,
    private readonly limits: Pick<RoomLimits, "roomMessageBytesPerSecond" | "roomMessageBurst">,
  ) {}

  /** @throws RoomError `publish_not_permitted`, `bad_message`, `rate_limited`, `not_found`, `not_joined` */
  send(sender: Participant, { to, binary, message }: MethodParams<"sendMessage">): void {
    sender.assertPresent();
    const refusal = whyMayNotPublish(sender.grant, "data", this.clock.now());
    if (refusal) throw refusal;
    const size = messageSize({ binary, message });
    if (size === undefined) throw RoomError.badMessage("The message is binary, but not in Base64.");
    if (size > LIMITS.roomMessageBytes) {
      const limit = LIMITS.roomMessageBytes / 1024;
      throw RoomError.badMessage(`The message has ${size} bytes, and may have at most ${limit} KB. Send it in parts.`);
    }
    this.charge(sender, size + ROOM_MESSAGE_OVERHEAD);
    const receivers = this.room.participants.filter(({ userId }) =>
      to === undefined ? userId !== sender.userId : userId === to,
    );
    if (to !== undefined && receivers.length === 0) {
      throw RoomError.notFound(`User "${to}" is not in the room, so the message reached nobody.`);
    }
    const content = { from: sender.userId, private: to !== undefined, binary, message };
    if (receivers.length > 0) this.events.emit("message", this.room, receivers, content);
  }

  private charge(sender: Participant, cost: number): void {
    const now = this.clock.now();
    const { roomMessageBytesPerSecond: rate, roomMessageBurst: burst } = this.limits;
    const bucket = this.buckets.get(sender) ?? new TokenBucket(rate, burst, now);
    this.buckets.set(sender, bucket);
    if (!bucket.take(now, cost)) throw RoomError.tooManyMessages(rate);
  }
}
