import type { MediaKind, MediasoupObject } from "@lianmai/protocol";

/** What a browser that knows Opus and VP8 can receive, cut down to what matters. */
export const RTP_CAPABILITIES: MediasoupObject = {
  codecs: [
    {
      kind: "audio",
      mimeType: "audio/opus",
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: {},
      rtcpFeedback: [],
    },
    {
      kind: "video",
      mimeType: "video/VP8",
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: "nack" }, { type: "nack", parameter: "pli" }],
    },
    {
      kind: "video",
      mimeType: "video/rtx",
      preferredPayloadType: 102,
      clockRate: 90_000,
      parameters: { apt: 101 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [
    {
      kind: "audio",
      uri: "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
      preferredId: 10,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
  ],
};

/** A browser without any video codec. */
export const AUDIO_ONLY_CAPABILITIES: MediasoupObject = {
  codecs: (RTP_CAPABILITIES.codecs as { kind: MediaKind }[]).filter(({ kind }) => kind === "audio"),
  headerExtensions: [],
};

/** A DTLS fingerprint of the right form. */
export const DTLS_PARAMETERS: MediasoupObject = {
  role: "client",
  fingerprints: [
    {
      algorithm: "sha-256",
      value: Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, "0").toUpperCase()).join(":"),
    },
  ],
};

/** Parameters of a track, as a client's `produce` makes them. SSRCs must differ within one transport. */
export function rtpParameters(kind: MediaKind, ssrc: number): MediasoupObject {
  return {
    mid: String(ssrc),
    codecs: [
      kind === "audio"
        ? { mimeType: "audio/opus", payloadType: 100, clockRate: 48_000, channels: 2, parameters: {}, rtcpFeedback: [] }
        : { mimeType: "video/VP8", payloadType: 101, clockRate: 90_000, parameters: {}, rtcpFeedback: [] },
    ],
    headerExtensions: [],
    encodings: [{ ssrc }],
    rtcp: { cname: "sample" },
  };
}
