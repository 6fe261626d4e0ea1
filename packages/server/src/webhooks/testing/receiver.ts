import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { verifyWebhook, type Webhook } from "@lianmai/server-sdk";

export interface Received {
  webhook: Webhook;
  data: Record<string, unknown>;
  headers: IncomingMessage["headers"];
}

/** What a receiver does with a request; not answering is a way too. */
export type Behaviour = (received: Received, response: ServerResponse) => void;

export const answer =
  (status: number, body = "", headers: Record<string, string> = {}): Behaviour =>
  (_received, response) => {
    response.writeHead(status, headers).end(body);
  };

/** A back end on a real port that takes webhooks, checks their signatures, and answers as the test says. */
export class Receiver {
  readonly received: Received[] = [];
  /** Requests whose signature or body was wrong. */
  readonly refused: string[] = [];
  behave: Behaviour = answer(200, "ok");

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(secretKey: string): Promise<Receiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const verdict = verifyWebhook(Buffer.concat(chunks), secretKey);
        if (!verdict.ok) {
          receiver.refused.push(verdict.problem.message);
          response.writeHead(401).end();
          return;
        }
        const received = { webhook: verdict.webhook, data: verdict.data, headers: request.headers };
        receiver.received.push(received);
        receiver.behave(received, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const receiver = new Receiver(`http://127.0.0.1:${address.port}/events`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return receiver;
  }

  get types(): string[] {
    return this.received.map(({ webhook }) => webhook.EventType);
  }

  /** Events by their id, each once, in the order of their first arrival. */
  get eventIds(): string[] {
    return [...new Set(this.received.map(({ webhook }) => webhook.EventId))];
  }
}
