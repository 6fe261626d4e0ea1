import type { Producer } from "mediasoup-client/types";
import { expect, it } from "vitest";
import { Gate } from "../reconnect/gate.js";
import type { SendRequest } from "../signaling/messages.js";
import { TestTrack } from "../testing/room-kit.js";
import { LocalTracks } from "./local-tracks.js";
import type { Transports } from "./transports.js";

/** A transport whose producers have a sender, as in a browser, and what each is told to send at most. */
function transports() {
  const limits = new Map<string, number | undefined>();
  const produce = async ({ track, encodings }: { track: MediaStreamTrack; encodings: RTCRtpEncodingParameters[] }) => {
    const parameters = { encodings: structuredClone(encodings) };
    const name = track.label;
    return {
      kind: track.kind,
      closed: false,
      track,
      rtpParameters: {},
      rtpSender: {
        getParameters: () => structuredClone(parameters),
        async setParameters(next: typeof parameters) {
          parameters.encodings = next.encodings;
          limits.set(name, next.encodings[0]?.maxBitrate);
        },
      },
      async replaceTrack(this: { track: MediaStreamTrack | null }, to: { track: MediaStreamTrack | null }) {
        this.track = to.track;
      },
      close() {},
    } as unknown as Producer;
  };
  const all = { device: { sendRtpCapabilities: { codecs: [] } }, send: { produce } } as unknown as Transports;
  return { all, limits };
}

const camera = (label: string) => Object.assign(new TestTrack("video"), { label }).asTrack();

it("shares a limit between the pictures that are sent", async () => {
  const { all, limits } = transports();
  let publications = 0;
  const request = (async () => ({ publicationId: `${++publications}` })) as unknown as SendRequest;
  const gate = new Gate();
  const tracks = new LocalTracks(gate, request);
  tracks.handleJoined(all);
  gate.open();
  tracks.limitVideo(60_000);
  await tracks.publish("camera", camera("camera"), {});
  await expect.poll(() => limits.get("camera")).toBe(60_000);
  await tracks.publish("screen", camera("screen"), {});
  await expect.poll(() => [...limits.values()]).toEqual([30_000, 30_000]);
  await tracks.setMuted("camera", true);
  await expect.poll(() => limits.get("screen")).toBe(60_000);
  tracks.limitVideo(undefined);
  await expect.poll(() => limits.get("screen")).toBe(1_500_000);
  tracks.close();
});
