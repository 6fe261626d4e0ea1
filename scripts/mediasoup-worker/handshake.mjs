// Checks that mediasoup's worker carries media: two of its transports complete a DTLS handshake with each
// other, and a packet sent through one as SRTP comes out of the other. Starting the worker alone proves
// little: a build against the wrong OpenSSL starts well and dies of the first handshake.
//
// Both transports are ICE-lite, so neither would speak first. This process stands between them: it makes
// each of them choose a UDP path to us by a STUN request, and from then on hands their packets across.
//
// Run as a program of its own: exits with 0, or with 1 and a sentence on standard error.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import * as mediasoup from "mediasoup";
import { bindingRequest } from "./stun.mjs";

const TIMEOUT = 8_000;
const OPUS = { kind: "audio", mimeType: "audio/opus", clockRate: 48_000, channels: 2 };
const SSRC = 0x1ea51e;

try {
  await check();
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

async function check() {
  const worker = await mediasoup.createWorker({ logLevel: "error" });
  const died = once(worker, "died").then(([error]) => {
    throw new Error(`The worker died in the handshake: ${error.message}`);
  });
  const late = new Promise((_, reject) => {
    setTimeout(reject, TIMEOUT, new Error(`No DTLS handshake and packet within ${TIMEOUT / 1000} s.`)).unref();
  });
  await Promise.race([exchange(worker), died, late]);
  worker.close();
}

async function exchange(worker) {
  const router = await worker.createRouter({ mediaCodecs: [OPUS] });
  const listen = { listenInfos: [{ protocol: "udp", ip: "127.0.0.1" }] };
  const [near, far] = await Promise.all([router.createWebRtcTransport(listen), router.createWebRtcTransport(listen)]);
  await near.connect({ dtlsParameters: { ...far.dtlsParameters, role: "server" } });
  await far.connect({ dtlsParameters: { ...near.dtlsParameters, role: "client" } });
  const secured = Promise.all([connected(near), connected(far)]);
  await bridge(near, far);
  await secured;
  await sendOnePacket(router, near, far);
}

/** Settles when the transport's DTLS handshake is over. */
function connected(transport) {
  return new Promise((resolve, reject) => {
    transport.on("dtlsstatechange", (state) => {
      if (state === "connected") resolve();
      if (state === "failed") reject(new Error("The DTLS handshake failed."));
    });
  });
}

/** Two UDP sockets, one towards each transport; what arrives at one leaves by the other. */
async function bridge(near, far) {
  const ends = await Promise.all([near, far].map(openEnd));
  for (const [from, to] of [ends, ends.toReversed()]) {
    from.socket.on("message", (packet) => {
      // STUN (RFC 7983: first byte below 4) is between the transport and us and ends here.
      if (packet[0] >= 4) to.socket.send(packet, to.port, to.address);
    });
  }
  for (const { socket, port, address, iceParameters } of ends) {
    socket.send(bindingRequest(iceParameters, "check"), port, address);
  }
}

async function openEnd(transport) {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port, address } = transport.iceCandidates[0];
  return { socket, port, address, iceParameters: transport.iceParameters };
}

/** One RTP packet from a producer of ours, encrypted by `near`, decrypted by `far`. */
async function sendOnePacket(router, near, far) {
  const direct = await router.createDirectTransport();
  const producer = await direct.produce({
    kind: "audio",
    rtpParameters: {
      codecs: [{ mimeType: OPUS.mimeType, clockRate: OPUS.clockRate, channels: OPUS.channels, payloadType: 100 }],
      encodings: [{ ssrc: SSRC }],
    },
  });
  const consumer = await near.consume({ producerId: producer.id, rtpCapabilities: router.rtpCapabilities });
  const { codecs, encodings } = consumer.rtpParameters;
  const received = await far.produce({
    kind: "audio",
    rtpParameters: { codecs, encodings: encodings.map(({ ssrc }) => ({ ssrc })) },
  });
  // Packets are cheap and UDP promises nothing: send until one has arrived.
  for (let sequence = 1; ; sequence++) {
    producer.send(rtpPacket(sequence));
    const [stats] = await received.getStats();
    if (stats !== undefined && stats.packetCount > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function rtpPacket(sequence) {
  const packet = Buffer.alloc(12 + 20);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(100, 1);
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 960, 4);
  packet.writeUInt32BE(SSRC, 8);
  return packet;
}
