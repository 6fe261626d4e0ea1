import type { MethodParams, MethodResult } from "@lianmai/protocol";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { RTP_CAPABILITIES } from "../../packages/server/src/media/testing/sample-media.js";
import { TestClient } from "../../packages/server/src/signaling/testing/test-client.js";
import { RtpReceiver, RtpSender } from "../../packages/server/src/testing/rtp-peer.js";

/** Packets of the stream whose delay is measured are this far apart, in milliseconds. */
const PACKET_INTERVAL = 5;

export interface App {
  appId: string;
  appKey: string;
}

export class Caller {
  private constructor(
    readonly client: TestClient,
    readonly joined: MethodResult<"join">,
  ) {}

  static async enter(port: number, { appId, appKey }: App, roomId: string, userId: string): Promise<Caller> {
    const client = await TestClient.connect(`ws://127.0.0.1:${port}/rtc/v1`);
    const token = new AccessToken({ appId, roomId, userId })
      .grant(Privilege.PublishStream)
      .grant(Privilege.SubscribeStream)
      .serialize(appKey);
    const params: MethodParams<"join"> = {
      ...{ appId, roomId, userId, token },
      rtpCapabilities: RTP_CAPABILITIES,
      visible: true,
      autoSubscribe: { audio: true, video: true, screen: true },
      extraInfo: "",
      client: "bench/1",
    };
    return new Caller(client, await client.request("join", params));
  }

  connect(transportId: string) {
    return (dtlsParameters: Record<string, unknown>) =>
      this.client.request("connectTransport", { transportId, dtlsParameters });
  }

  leave(): void {
    this.client.socket.close(1000);
  }
}

/** A call of two through the media engine, whose packets say how long they were on their way. */
export class MeasuredCall {
  private delays: number[] = [];

  private constructor(
    private readonly sender: RtpSender,
    private readonly receiver: RtpReceiver,
    private readonly callers: readonly Caller[],
  ) {
    receiver.onDelay = (milliseconds) => this.delays.push(milliseconds);
  }

  static async start(port: number, app: App, roomId: string): Promise<MeasuredCall> {
    const alice = await Caller.enter(port, app, roomId, "alice");
    const { sendTransport } = alice.joined;
    const connectSend = alice.connect(sendTransport.id);
    const sender = await RtpSender.connect("alice", 4_711, sendTransport, connectSend, PACKET_INTERVAL);
    const { rtpParameters } = sender;
    await alice.client.request("publish", { source: "microphone", muted: false, rtpParameters });
    const bob = await Caller.enter(port, app, roomId, "bob");
    const [subscription] = bob.joined.subscriptions;
    if (subscription === undefined) throw new Error("bob is not subscribed to alice");
    const { receiveTransport } = bob.joined;
    const connectReceive = bob.connect(receiveTransport.id);
    const receiver = await RtpReceiver.connect("bob", receiveTransport, subscription, connectReceive);
    await receiver.connected;
    return new MeasuredCall(sender, receiver, [alice, bob]);
  }

  /** Delays of the packets that came since the last time, in milliseconds. */
  take(): number[] {
    const { delays } = this;
    this.delays = [];
    return delays;
  }

  close(): void {
    this.sender.close();
    this.receiver.close();
    for (const caller of this.callers) caller.leave();
  }
}
