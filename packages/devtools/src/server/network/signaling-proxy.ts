import type { IncomingMessage } from "node:http";
import { isIP, isIPv6 } from "node:net";
import type { Duplex } from "node:stream";
import { SIGNALING_PATH } from "@lianmai/protocol";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import type { PhoneNetwork } from "./phone-network.js";

const MESSAGE_LIMIT = 4 * 1024 * 1024;

/**
 * Carries a phone's signalling to the RTC service on the same port, through the phone's network, and puts a relay of
 * that network in the place of the media server's addresses: so loss, delay and rate act on the packets themselves,
 * and congestion control, retransmission and reconnecting do what they would on a real network.
 */
export class SignalingProxy {
  readonly #handshake = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT });
  readonly #open = new Set<WebSocket>();

  /**
   * Takes over a socket that asked for the signalling; the caller has made sure that it comes from a page of ours.
   * @param network Of the phone that asks; others have no use for the way through here.
   */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, network?: PhoneNetwork): void {
    const service = ownAddress(request);
    if (!network || network.isOffline || !service) {
      socket.destroy();
      return;
    }
    this.#handshake.handleUpgrade(request, socket, head, (page) => {
      const server = new WebSocket(`ws://${service}${SIGNALING_PATH}`, { maxPayload: MESSAGE_LIMIT });
      for (const one of [page, server]) {
        this.#open.add(one);
        one.once("close", () => this.#open.delete(one));
        one.on("error", () => one.terminate());
      }
      carry(page, server, network);
    });
  }

  close(): void {
    for (const one of this.#open) one.terminate();
  }
}

function carry(page: WebSocket, server: WebSocket, network: PhoneNetwork): void {
  const [up, down] = [network.up.flow(), network.down.flow()];
  /** What the page says before the service has answered. */
  const early: (() => void)[] = [];
  const cut = () => {
    // Without a closing handshake, as a network goes away.
    page.terminate();
    server.terminate();
  };
  const { signal } = network;
  signal.addEventListener("abort", cut);
  page.once("close", () => {
    signal.removeEventListener("abort", cut);
    up.close();
    down.close();
  });

  const tell = (act: () => void) => (server.readyState === WebSocket.CONNECTING ? early.push(act) : act());
  server.once("open", () => {
    for (const act of early.splice(0)) act();
  });
  page.on("message", (data: RawData, isBinary: boolean) => {
    up.send(sizeOf(data), () => tell(() => server.send(data, { binary: isBinary })));
  });
  page.on("close", (code, reason) => tell(() => end(server, code, reason)));

  // Relays take a moment to open, and what follows an answer must not overtake it.
  let before: Promise<unknown> = Promise.resolve();
  server.on("message", (data: RawData, isBinary: boolean) => {
    before = before.then(async () => {
      const message = isBinary ? data : await throughRelays(String(data), network);
      down.send(sizeOf(data), () => {
        if (page.readyState === WebSocket.OPEN) page.send(message, { binary: isBinary });
      });
    });
  });
  server.on("close", (code, reason) => {
    before = before.then(() => down.send(0, () => end(page, code, reason)));
  });
}

function end(socket: WebSocket, code: number, reason: Buffer): void {
  // These say what happened and cannot be sent.
  if (code === 1006) socket.terminate();
  else if (code === 1005 || code === 1015) socket.close();
  else socket.close(code, reason);
}

/** A message in which the addresses of the media server are those of relays. */
async function throughRelays(text: string, network: PhoneNetwork): Promise<string> {
  // Only the answer to a join has any.
  if (!text.includes('"iceCandidates"')) return text;
  const message = JSON.parse(text) as { result?: Record<string, unknown> };
  for (const part of Object.values(message.result ?? {})) {
    const candidates = (part as { iceCandidates?: unknown } | null)?.iceCandidates;
    if (Array.isArray(candidates)) {
      (part as { iceCandidates: unknown }).iceCandidates = await relayed(candidates as IceCandidate[], network);
    }
  }
  return JSON.stringify(message);
}

interface IceCandidate {
  address?: string;
  ip?: string;
  port: number;
  protocol: string;
}

async function relayed(candidates: IceCandidate[], network: PhoneNetwork): Promise<IceCandidate[]> {
  const ways = await Promise.all(
    candidates
      .filter(({ protocol }) => protocol === "udp")
      .map(async (candidate) => {
        const address = candidate.address ?? candidate.ip ?? "";
        if (isIP(address) === 0) return undefined;
        // An address of another machine cannot be stood in for.
        const relay = await network.relay({ address, port: candidate.port }).catch(() => undefined);
        return relay && { ...candidate, port: relay.port };
      }),
  );
  const found = ways.filter((way) => way !== undefined);
  // TCP would be a way around the relay.
  return found.length > 0 ? found : candidates;
}

/** Where this very server is reached from itself; HTTPS ports answer to HTTP as well. */
function ownAddress({ socket }: IncomingMessage): string | undefined {
  const { localAddress, localPort } = socket;
  if (localAddress === undefined || localPort === undefined) return undefined;
  const plain = localAddress.replace(/^::ffff:/, "");
  return `${isIPv6(plain) ? `[${plain}]` : plain}:${localPort}`;
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, { length }) => sum + length, 0) : data.byteLength;
}
