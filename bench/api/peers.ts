// The two whose packets are timed, in a process of their own: whatever else the measurement does must not keep them from
// seeing a packet when it comes. Told by messages how long to listen, answers with the delays of that time.
import { setTimeout as delay } from "node:timers/promises";
import { percentile } from "../lib/figures.js";
import { MeasuredCall } from "./call.js";
import type { App } from "./caller.js";

export interface PeersTarget {
  port: number;
  app: App;
  roomId: string;
}

export interface ListenOrder {
  /** Not counted: what was on its way when it began, in milliseconds. */
  settle: number;
  milliseconds: number;
}

/** Delays of the packets, in milliseconds. */
export interface Delays {
  packets: number;
  p50: number;
  p95: number;
}

const { port, app, roomId } = JSON.parse(process.argv[2] ?? "{}") as PeersTarget;
const call = await MeasuredCall.start(port, app, roomId);
process.on("message", (order: ListenOrder) => {
  void listen(order).then((delays) => process.send?.(delays));
});
process.send?.("ready");

async function listen({ settle, milliseconds }: ListenOrder): Promise<Delays> {
  await delay(settle);
  call.take();
  await delay(milliseconds);
  const delays = call.take();
  return { packets: delays.length, p50: percentile(delays, 0.5), p95: percentile(delays, 0.95) };
}
