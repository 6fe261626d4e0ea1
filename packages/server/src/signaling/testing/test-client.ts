import {
  type ErrorInfo,
  EVENTS,
  type EventData,
  type EventName,
  EventSchema,
  METHODS,
  type Method,
  type MethodParams,
  type MethodResult,
  ResponseSchema,
} from "@lianmai/protocol";
import * as v from "valibot";
import { type ClientOptions, WebSocket } from "ws";

/** A refused request. */
export class Refusal extends Error {
  constructor(readonly info: ErrorInfo) {
    super(info.message);
  }
}

interface Waiter {
  matches(event: ReceivedEvent): boolean;
  resolve(event: ReceivedEvent): void;
}

export interface ReceivedEvent {
  event: EventName;
  data: unknown;
  version?: number | undefined;
}

/**
 * A client of the signalling for tests. It holds every answer and event against the protocol's schemas, so that each
 * test also checks what the server says.
 */
export class TestClient {
  /** Events nobody has waited for yet, in their order. */
  readonly events: ReceivedEvent[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly waiters: Waiter[] = [];
  private readonly requests = new Map<
    number,
    { method: Method; resolve: (result: never) => void; reject: (error: Error) => void }
  >();
  private lastId = 0;

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => {
        resolve({ code, reason: String(reason) });
        for (const { reject } of this.requests.values()) reject(new Error(`closed with ${code} ${String(reason)}`));
      });
    });
    socket.on("error", () => {});
    socket.on("message", (data) => this.receive(JSON.parse(String(data))));
  }

  static async connect(url: string, options: ClientOptions = {}): Promise<TestClient> {
    const socket = new WebSocket(url, options);
    const client = new TestClient(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return client;
  }

  /** @throws Refusal */
  request<M extends Method>(method: M, params: MethodParams<M>): Promise<MethodResult<M>> {
    this.lastId += 1;
    const id = this.lastId;
    const answer = new Promise<MethodResult<M>>((resolve, reject) =>
      this.requests.set(id, { method, resolve, reject }),
    );
    this.socket.send(JSON.stringify({ id, method, params }));
    return answer;
  }

  /** The error that a request is refused with. */
  async refusal<M extends Method>(method: M, params: MethodParams<M>): Promise<ErrorInfo> {
    try {
      await this.request(method, params);
    } catch (error) {
      if (error instanceof Refusal) return error.info;
      throw error;
    }
    throw new Error(`${method} was not refused`);
  }

  /** The next event of this name that was not waited for before, come or to come. */
  async next<E extends EventName>(
    event: E,
    matches: (data: EventData<E>) => boolean = () => true,
  ): Promise<EventData<E> & { version?: number | undefined }> {
    const wanted = (received: ReceivedEvent) => received.event === event && matches(received.data as EventData<E>);
    const at = this.events.findIndex(wanted);
    const found =
      at >= 0
        ? (this.events.splice(at, 1)[0] as ReceivedEvent)
        : await new Promise<ReceivedEvent>((resolve) => this.waiters.push({ matches: wanted, resolve }));
    return { ...(found.data as EventData<E>), version: found.version };
  }

  /** Waits until the server has handled all that was sent so far; events that it caused have come then. */
  async settle(): Promise<void> {
    await this.request("ping", {});
  }

  /** Names of the events that nobody waited for. */
  get unseen(): EventName[] {
    return this.events.map(({ event }) => event);
  }

  private receive(message: unknown): void {
    if (typeof message === "object" && message !== null && "event" in message) {
      const { event, data, version } = v.parse(EventSchema, message);
      const received = { event: event as EventName, data: v.parse(EVENTS[event as EventName], data), version };
      const at = this.waiters.findIndex(({ matches }) => matches(received));
      if (at >= 0) this.waiters.splice(at, 1)[0]?.resolve(received);
      else this.events.push(received);
      return;
    }
    const response = v.parse(ResponseSchema, message);
    const request = this.requests.get(response.id);
    if (request === undefined) throw new Error(`answer to a request that was not made: ${response.id}`);
    this.requests.delete(response.id);
    if ("error" in response) request.reject(new Refusal(response.error as ErrorInfo));
    else request.resolve(v.parse(METHODS[request.method].result, response.result) as never);
  }
}
