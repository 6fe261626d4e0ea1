import type { AddressInfo } from "node:net";
import {
  type EventData,
  type EventName,
  type Method,
  type MethodParams,
  type MethodResult,
  type Participant,
  SIGNALING_PATH,
  type Subscription,
  type TransportInfo,
} from "@lianmai/protocol";
import {
  generateConsumerRemoteParameters,
  generateRouterRtpCapabilities,
  generateTransportRemoteParameters,
} from "mediasoup-client/fakeParameters";
import { WebSocket, WebSocketServer } from "ws";

/** What a handler throws to refuse a request. */
export class Refusal extends Error {
  constructor(
    readonly reason: string,
    readonly code = -1001,
  ) {
    super(`refused: ${reason}`);
  }
}

type Handlers = { [M in Method]: (params: MethodParams<M>, socket: WebSocket) => MethodResult<M> | Promise<never> };

export interface ReceivedRequest {
  method: string;
  params: unknown;
}

/**
 * A signalling server over real sockets that answers as the test says. It has no rooms and no media: what a real one
 * does is tested against the real one.
 */
export class ScriptedServer {
  readonly requests: ReceivedRequest[] = [];
  readonly handlers: Handlers;
  /** Takes each message before it is answered; true when it was dealt with. */
  intercept: ((text: string, socket: WebSocket) => boolean) | undefined;
  #server: WebSocketServer;
  #port: number;
  #ids = 0;

  static async start(): Promise<ScriptedServer> {
    const server = await listen(0);
    return new ScriptedServer(server);
  }

  private constructor(server: WebSocketServer) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.#accept();
    this.handlers = {
      join: ({ userId, visible }) => joinResult(visible ? [participant(userId)] : []),
      resume: () => ({ room: { version: 1, participants: [] }, subscriptions: [] }),
      leave: () => ({}),
      ping: () => ({}),
      connectTransport: () => ({}),
      restartIce: () => ({ iceParameters: {} }),
      publish: ({ source }) => ({ publicationId: `${source}-${++this.#ids}` }),
      unpublish: () => ({}),
      updateLayers: () => ({}),
      reportNetwork: () => ({}),
      reportQuality: () => ({}),
      mute: () => ({}),
      subscribe: () => ({}),
      unsubscribe: () => ({}),
      updateSubscriptions: () => ({}),
      sendMessage: () => ({}),
      setVisibility: () => ({}),
      updateToken: () => ({}),
    };
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}${SIGNALING_PATH}`;
  }

  get sockets(): WebSocket[] {
    return [...this.#server.clients];
  }

  /** How often a method was asked for, and with what. */
  asked(method: Method): unknown[] {
    return this.requests.filter((request) => request.method === method).map(({ params }) => params);
  }

  send<E extends EventName>(event: E, data: EventData<E>, version?: number): void {
    this.sendText(JSON.stringify(version === undefined ? { event, data } : { event, data, version }));
  }

  sendText(text: string): void {
    for (const socket of this.sockets) socket.send(text);
  }

  /** Cuts every connection as a dead network does: without a closing handshake. */
  cut(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  close(code: number, reason = ""): void {
    for (const socket of this.sockets) socket.close(code, reason);
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Listens again on the same port after `stop()`. */
  async restart(): Promise<void> {
    this.#server = await listen(this.#port);
    this.#accept();
  }

  #accept(): void {
    this.#server.on("connection", (socket) => {
      socket.on("message", (data) => {
        const text = data.toString();
        if (!this.intercept?.(text, socket)) this.#answer(text, socket);
      });
    });
  }

  #answer(text: string, socket: WebSocket): void {
    const { id, method, params } = JSON.parse(text) as { id: number; method: Method; params: never };
    this.requests.push({ method, params });
    const reply = (answer: object) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ id, ...answer }));
    };
    try {
      const result = this.handlers[method](params, socket);
      // A promise stands for an answer that never comes.
      if (!(result instanceof Promise)) reply({ result });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply({ error: { code: error.code, reason: error.reason, message: error.message } });
    }
  }
}

function listen(port: number): Promise<WebSocketServer> {
  return new Promise((resolve, reject) => {
    const server = new WebSocketServer({ host: "127.0.0.1", port });
    server.once("listening", () => resolve(server));
    server.once("error", reject);
  });
}

export function participant(userId: string, publications: Participant["publications"] = []): Participant {
  return { userId, joinedAt: 1_700_000_000_000, extraInfo: "", publications };
}

export function joinResult(participants: Participant[], subscriptions: Subscription[] = []): MethodResult<"join"> {
  return {
    sessionId: "session-1",
    resumeKey: "key-1",
    routerRtpCapabilities: { ...generateRouterRtpCapabilities() },
    sendTransport: transport(),
    receiveTransport: transport(),
    room: { version: 1, participants },
    subscriptions,
  };
}

export function subscription(userId: string, source: Subscription["source"], paused = false): Subscription {
  const audio = source === "microphone" || source === "screenAudio";
  const { rtpParameters } = generateConsumerRemoteParameters({ codecMimeType: audio ? "audio/opus" : "video/VP8" });
  return {
    subscriptionId: `${userId}-${source}-subscription`,
    publicationId: `${userId}-${source}`,
    userId,
    source,
    rtpParameters: { ...rtpParameters },
    paused,
  };
}

function transport(): TransportInfo {
  const { id, iceParameters, iceCandidates, dtlsParameters } = generateTransportRemoteParameters();
  return {
    id,
    iceParameters: { ...iceParameters },
    iceCandidates: iceCandidates.map((candidate) => ({ ...candidate })),
    dtlsParameters: { ...dtlsParameters },
  };
}
