import { RtpReceiver, RtpSender } from "../../packages/server/src/testing/rtp-peer.js";
import { type App, Caller } from "./caller.js";

/** Packets of the stream whose delay is measured are this far apart, in milliseconds. */
const PACKET_INTERVAL = 5;

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
