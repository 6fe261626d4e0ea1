// The system to compare with: mediasoup and a WebSocket and nothing else, in the steps that mediasoup's documentation
// shows. One router, one publisher, any number of viewers; no tokens, no rooms, no checks.
import * as mediasoup from "mediasoup";
import type { Consumer, Producer, WebRtcTransport } from "mediasoup/types";
import { type WebSocket, WebSocketServer } from "ws";

const [port] = process.argv.slice(2);

const worker = await mediasoup.createWorker({ logLevel: "error" });
const router = await worker.createRouter({
  mediaCodecs: [
    { kind: "audio", mimeType: "audio/opus", clockRate: 48_000, channels: 2 },
    { kind: "video", mimeType: "video/VP8", clockRate: 90_000 },
  ],
});
let published: Producer | undefined;

// biome-ignore lint/suspicious/noExplicitAny: the bare system checks nothing of what arrives.
type Data = any;

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(port) });
server.on("connection", (socket) => serve(socket));
process.once("SIGTERM", () => {
  worker.close();
  process.exit(0);
});

function serve(socket: WebSocket): void {
  const transports = new Map<string, WebRtcTransport>();
  let consumer: Consumer | undefined;
  const answer = async (method: string, data: Data): Promise<unknown> => {
    const transport = transports.get(data?.transportId);
    switch (method) {
      case "capabilities":
        return router.rtpCapabilities;
      case "createTransport": {
        const made = await router.createWebRtcTransport({
          listenInfos: [
            { protocol: "udp", ip: "127.0.0.1" },
            { protocol: "tcp", ip: "127.0.0.1" },
          ],
          preferUdp: true,
          initialAvailableOutgoingBitrate: 1_000_000,
        });
        transports.set(made.id, made);
        const { id, iceParameters, iceCandidates, dtlsParameters } = made;
        return { id, iceParameters, iceCandidates, dtlsParameters };
      }
      case "connect":
        await transport?.connect({ dtlsParameters: data.dtlsParameters });
        return {};
      case "produce":
        published = await transport?.produce({ kind: data.kind, rtpParameters: data.rtpParameters });
        return { id: published?.id };
      case "consume": {
        if (transport === undefined || published === undefined) throw new Error("nothing to consume");
        const { id: producerId } = published;
        consumer = await transport.consume({ producerId, rtpCapabilities: data.rtpCapabilities, paused: true });
        return { id: consumer.id, producerId, kind: consumer.kind, rtpParameters: consumer.rtpParameters };
      }
      case "resume":
        await consumer?.resume();
        return {};
      default:
        throw new Error(`unknown method ${method}`);
    }
  };
  socket.on("message", async (text) => {
    const { id, method, data } = JSON.parse(String(text));
    try {
      socket.send(JSON.stringify({ id, data: await answer(method, data) }));
    } catch (error) {
      socket.send(JSON.stringify({ id, error: String(error) }));
    }
  });
  socket.on("close", () => {
    for (const transport of transports.values()) transport.close();
  });
}
