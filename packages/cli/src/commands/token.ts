import { withApps } from "@lianmai/server";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { unknownApp } from "./apps.js";

export interface TokenOptions {
  dataDir: string;
  room: string;
  user: string;
  /** Seconds from now after which the token is of no use; 0 = never. */
  expire: number;
  /** An AppId; the oldest app when left out. */
  app?: string;
}

/**
 * Makes a token that allows to publish and to subscribe.
 *
 * @throws UsageError when there is no such app
 */
export async function makeToken(options: TokenOptions): Promise<string> {
  const app = await withApps(options.dataDir, async (apps) =>
    options.app === undefined ? (await apps.list())[0] : await apps.get(options.app),
  );
  if (app === undefined) {
    throw unknownApp(options.app ?? "");
  }
  const issuedAt = Math.floor(Date.now() / 1000);
  return new AccessToken({
    appId: app.appId,
    roomId: options.room,
    userId: options.user,
    issuedAt,
    expireAt: options.expire === 0 ? 0 : issuedAt + options.expire,
  })
    .grant(Privilege.PublishStream)
    .grant(Privilege.SubscribeStream)
    .serialize(app.appKey);
}
