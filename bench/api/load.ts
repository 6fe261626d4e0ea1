// Calls GetRoomOnlineUsers, signed, over kept connections. A process of its own, told by messages what to do, so that
// neither its work nor its start is in the figures of others.
import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { signOpenApiRequest } from "@lianmai/server-sdk";

export interface LoadTarget {
  port: number;
  appId: string;
  accessKeyId: string;
  secretKey: string;
}

export interface LoadOrder {
  /** Rooms are named room-0, room-1, ... and asked for in turn. */
  rooms: number;
  /** Calls under way at once. */
  concurrency: number;
  milliseconds: number;
  /** Calls a second at most; undefined = as many as there can be. */
  rate?: number;
}

export interface LoadResult {
  calls: number;
  failures: number;
  /** From the first call to the end of the last. */
  milliseconds: number;
}

const target = JSON.parse(process.argv[2] ?? "{}") as LoadTarget;
const agent = new Agent({ keepAlive: true });

process.on("message", (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result));
});
process.send?.("ready");

async function run({ rooms, concurrency, milliseconds, rate }: LoadOrder): Promise<LoadResult> {
  const begin = performance.now();
  let calls = 0;
  let failures = 0;
  const work = async () => {
    while (performance.now() - begin < milliseconds) {
      const number = calls;
      calls += 1;
      if (rate !== undefined) {
        const wait = begin + (number * 1000) / rate - performance.now();
        if (wait > 1) await delay(wait);
      }
      if (!(await call(`room-${number % rooms}`))) failures += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { calls, failures, milliseconds: performance.now() - begin };
}

function call(RoomId: string): Promise<boolean> {
  const { port, appId, accessKeyId, secretKey } = target;
  const query = { Action: "GetRoomOnlineUsers", Version: "2023-11-01", AppId: appId, RoomId };
  const headers = signOpenApiRequest({ accessKeyId, secretKey, method: "GET", query });
  return new Promise((resolve) => {
    const asked = request(
      { host: "127.0.0.1", port, path: `/?${new URLSearchParams(query)}`, headers, agent },
      (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode === 200));
      },
    );
    asked.once("error", () => resolve(false));
    asked.end();
  });
}
