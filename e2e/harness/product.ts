import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DevOptions, type RunningDev, startDev } from "@lianmai/cli";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { root } from "./root.js";

/** The origin that the sample knows its business server by. */
const SAMPLE_ORIGIN = "https://rtc-demo.example.com";

/** The whole product on a free loopback port, with a data folder of its own. */
export interface Product extends RunningDev {
  /** A token of the product's app that allows to publish and subscribe; `expireAt` is in Unix seconds, by default in an hour. */
  token(roomId: string, userId: string, options?: { expireAt?: number }): string;
}

/**
 * Starts the product as `lianmai dev` does, in this process.
 *
 * @param options What differs from the sample with its business server and `/web-call/`; with a `project` of one's own,
 *   back ends and pages are only those that are named.
 */
export async function startProduct(options: Partial<DevOptions> = {}): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), "lianmai-e2e-"));
  const around: Partial<DevOptions> =
    options.project === undefined
      ? {
          backEnds: { [SAMPLE_ORIGIN]: join(root, "examples", "backend") },
          pages: { "/web-call": join(root, "examples", "web-call", "dist") },
        }
      : {};
  try {
    const running = await startDev({
      project: join(root, "examples", "video-call"),
      dataDir,
      host: "127.0.0.1",
      port: 0,
      ...around,
      ...options,
    });
    return {
      ...running,
      token: (roomId, userId, { expireAt = Math.floor(Date.now() / 1000) + 3600 } = {}) =>
        new AccessToken({ appId: running.app.appId, roomId, userId, expireAt })
          .grant(Privilege.PublishStream)
          .grant(Privilege.SubscribeStream)
          .serialize(running.app.appKey),
      close: async () => {
        await running.close();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}
