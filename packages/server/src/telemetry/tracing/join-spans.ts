import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { EventEmitter } from "eventemitter3";
import type { TransportDirection } from "../../media/media-engine.js";
import type { JoinStep, JoinTrace, JoinTracer } from "../../rooms/join-trace.js";
import type { Participant } from "../../rooms/participant.js";
import type { RoomError } from "../../rooms/room-error.js";
import type { RoomEvents } from "../../rooms/room-events.js";
import type { JoinRequest } from "../../rooms/room-service.js";

/** So many publications of a participant are followed to their first packet: camera, microphone, screen with sound. */
const MOST_PUBLICATIONS = 4;

/**
 * Makes spans of joins, from the click in the page to the first packet: `rtc.join` with the steps of the server in it,
 * then `rtc.ice` and `rtc.dtls` of both transports, then `rtc.first_packet` of each track that is published.
 */
export class JoinSpans implements JoinTracer {
  /** The context of its join for everybody who has not published enough yet. */
  private readonly followed = new WeakMap<Participant, { context: Context; left: number }>();

  constructor(
    private readonly tracer: Tracer,
    events: EventEmitter<RoomEvents>,
  ) {
    events.on("published", (_room, { owner, source, producer }) => {
      const entry = this.followed.get(owner);
      if (entry === undefined || entry.left === 0) return;
      entry.left -= 1;
      const span = this.start("rtc.first_packet", entry.context, { "rtc.source": source });
      producer.onFirstPacket(() => span.end());
    });
  }

  begin({ appId, roomId, userId, client, traceparent, waited = 0 }: JoinRequest): JoinTrace {
    const now = Date.now();
    const parent = remoteContext(traceparent);
    const attributes = { "rtc.app_id": appId, "rtc.room_id": roomId, "rtc.user_id": userId, "rtc.client": client };
    const span = this.tracer.startSpan(
      "rtc.join",
      { kind: SpanKind.SERVER, startTime: now - waited, attributes },
      parent,
    );
    const context = trace.setSpan(parent, span);
    if (waited > 0) this.tracer.startSpan("rtc.client", { startTime: now - waited }, context).end(now);
    return {
      step: (name, work) => this.step(name, context, work),
      joined: (participant) => {
        span.setAttribute("rtc.session_id", participant.id);
        span.end();
        this.follow(participant, context);
      },
      refused: (error) => fail(span, error),
    };
  }

  private async step<T>(name: JoinStep, context: Context, work: () => Promise<T>): Promise<T> {
    const span = this.start(`rtc.join.${name}`, context);
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }

  private follow(participant: Participant, context: Context): void {
    this.followed.set(participant, { context, left: MOST_PUBLICATIONS });
    const { events } = participant.peer;
    const ice = new Map<TransportDirection, Span>();
    const dtls = new Map<TransportDirection, Span>();
    // Not from the join on: a transport that nothing goes over is not connected.
    events.on("connecting", (direction) => {
      ice.set(direction, this.start("rtc.ice", context, { "rtc.transport": direction }));
    });
    events.on("iceConnected", (direction) => {
      ice.get(direction)?.end();
      dtls.set(direction, this.start("rtc.dtls", context, { "rtc.transport": direction }));
    });
    events.on("dtlsConnected", (direction) => dtls.get(direction)?.end());
  }

  private start(name: string, context: Context, attributes: Record<string, string> = {}): Span {
    return this.tracer.startSpan(name, { attributes }, context);
  }
}

function fail(span: Span, { code, reason }: RoomError): void {
  // The message can quote what the user passed, the reason cannot.
  span.setAttributes({ "rtc.error_code": code, "rtc.error_reason": reason });
  span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
  span.end();
}

/** The client's own span, which it keeps for itself, as the parent. */
function remoteContext(traceparent: string | undefined): Context {
  const [, traceId, spanId] = traceparent?.split("-") ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
}
