import type { MediasoupObject, Subscription, TransportInfo } from "@lianmai/protocol";
import ndc, { type PeerConnection, type Track } from "node-datachannel";

/**
 * The client's end of one transport for tests: real ICE, DTLS and SRTP, but RTP packets instead of sound. Only Opus
 * audio, one track.
 */
const PAYLOAD_TYPE = 100;
const LEVEL_EXTENSION = 10;
const LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

type Connect = (dtlsParameters: MediasoupObject) => Promise<unknown>;

/** Milliseconds between packets, unless another interval is chosen. */
const INTERVAL = 20;
/** The last bytes of a packet hold when it was sent, by `performance.now()` of the sender's process. */
const TIME_BYTES = 8;

/** Sends made-up Opus packets at an even pace once connected. */
export class RtpSender {
  readonly rtpParameters: MediasoupObject;
  /** Loudness written into the packets, in dBov. */
  volume = -20;
  private readonly connection: PeerConnection;
  private timer: NodeJS.Timeout | undefined;

  private constructor(name: string, ssrc: number) {
    this.connection = new ndc.PeerConnection(name, { iceServers: [], bindAddress: "127.0.0.1" });
    this.rtpParameters = {
      mid: "0",
      codecs: [
        {
          mimeType: "audio/opus",
          payloadType: PAYLOAD_TYPE,
          clockRate: 48_000,
          channels: 2,
          parameters: {},
          rtcpFeedback: [],
        },
      ],
      headerExtensions: [{ uri: LEVEL_URI, id: LEVEL_EXTENSION, encrypt: false, parameters: {} }],
      encodings: [{ ssrc }],
      rtcp: { cname: name },
    };
  }

  /** @param interval milliseconds between packets */
  static async connect(
    name: string,
    ssrc: number,
    transport: TransportInfo,
    connect: Connect,
    interval = INTERVAL,
  ): Promise<RtpSender> {
    const sender = new RtpSender(name, ssrc);
    const { connection } = sender;
    const media = new ndc.Audio("0", "SendOnly");
    media.addOpusCodec(PAYLOAD_TYPE);
    media.addSSRC(ssrc, name);
    const track = connection.addTrack(media);
    const offer = new Promise<string>((resolve) => connection.onLocalDescription(resolve));
    connection.setLocalDescription("offer");
    await connect(clientDtls(await offer));
    connection.setRemoteDescription(describe(transport, "answer", "recvonly"), "answer");
    let sequence = 0;
    sender.timer = setInterval(() => {
      if (!track.isOpen()) return;
      sequence += 1;
      track.sendMessageBinary(opusPacket(ssrc, sequence, sender.volume));
    }, interval);
    return sender;
  }

  close(): void {
    clearInterval(this.timer);
    this.connection.close();
  }
}

/** Receives one subscription and counts its packets. */
export class RtpReceiver {
  packets = 0;
  /** Told how long each packet was on its way, in milliseconds, when the sender is in this process. */
  onDelay: ((milliseconds: number) => void) | undefined;
  /** Held here: nothing else keeps them from being collected, and their messages with them. */
  private readonly tracks: Track[] = [];
  /** Resolves once ICE and DTLS are through. */
  readonly connected: Promise<void>;

  private constructor(private readonly connection: PeerConnection) {
    this.connected = new Promise((resolve) => {
      connection.onStateChange((state) => {
        if (state === "connected") resolve();
      });
    });
  }

  static async connect(
    name: string,
    transport: TransportInfo,
    subscription: Subscription,
    connect: Connect,
  ): Promise<RtpReceiver> {
    const options = { iceServers: [], bindAddress: "127.0.0.1", forceMediaTransport: true };
    const connection = new ndc.PeerConnection(name, options);
    const receiver = new RtpReceiver(connection);
    const answer = new Promise<string>((resolve) => connection.onLocalDescription(resolve));
    connection.onTrack((track) => {
      receiver.tracks.push(track);
      track.onMessage((packet) => {
        if (((packet[1] ?? 0) & 0x7f) !== PAYLOAD_TYPE) return;
        receiver.packets += 1;
        receiver.onDelay?.(performance.now() - packet.readDoubleBE(packet.length - TIME_BYTES));
      });
    });
    const { encodings } = subscription.rtpParameters as { encodings: { ssrc: number }[] };
    const source = `a=ssrc:${encodings[0]?.ssrc} cname:${name}\r\n`;
    connection.setRemoteDescription(describe(transport, "offer", "sendonly") + source, "offer");
    await connect(clientDtls(await answer));
    return receiver;
  }

  close(): void {
    this.connection.close();
  }
}

/** Takes the fingerprint out of the client's own description. */
function clientDtls(sdp: string): MediasoupObject {
  const [, algorithm, value] = /a=fingerprint:(\S+) (\S+)/.exec(sdp) ?? [];
  return { role: "client", fingerprints: [{ algorithm: algorithm?.toLowerCase(), value }] };
}

/** Writes the server's transport as the description that the client's end wants. */
function describe(transport: TransportInfo, type: "offer" | "answer", direction: string): string {
  const ice = transport.iceParameters as { usernameFragment: string; password: string };
  const dtls = transport.dtlsParameters as { fingerprints: { algorithm: string; value: string }[] };
  const fingerprint = dtls.fingerprints.find(({ algorithm }) => algorithm === "sha-256");
  const candidates = transport.iceCandidates as {
    foundation: string;
    protocol: string;
    priority: number;
    ip: string;
    port: number;
  }[];
  const lines = [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=ice-lite",
    "a=group:BUNDLE 0",
    `m=audio 9 UDP/TLS/RTP/SAVPF ${PAYLOAD_TYPE}`,
    "c=IN IP4 127.0.0.1",
    "a=mid:0",
    `a=${direction}`,
    `a=ice-ufrag:${ice.usernameFragment}`,
    `a=ice-pwd:${ice.password}`,
    `a=fingerprint:sha-256 ${fingerprint?.value}`,
    `a=setup:${type === "offer" ? "actpass" : "passive"}`,
    "a=rtcp-mux",
    `a=rtpmap:${PAYLOAD_TYPE} opus/48000/2`,
    ...candidates
      .filter(({ protocol }) => protocol === "udp")
      .map(
        ({ foundation, priority, ip, port }) => `a=candidate:${foundation} 1 udp ${priority} ${ip} ${port} typ host`,
      ),
    "a=end-of-candidates",
  ];
  return `${lines.join("\r\n")}\r\n`;
}

/** An RTP packet with its loudness in a one-byte header extension. */
function opusPacket(ssrc: number, sequence: number, volume: number): Buffer {
  const packet = Buffer.alloc(12 + 8 + 40, 0x5a);
  packet[0] = 0x90;
  packet[1] = PAYLOAD_TYPE;
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE((sequence * 960) >>> 0, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet.writeUInt16BE(0xbede, 12);
  packet.writeUInt16BE(1, 14);
  packet[16] = (LEVEL_EXTENSION << 4) | 0;
  packet[17] = 0x80 | -volume;
  packet[18] = 0;
  packet[19] = 0;
  packet.writeDoubleBE(performance.now(), packet.length - TIME_BYTES);
  return packet;
}
