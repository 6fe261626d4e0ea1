import type { JoinOptions } from "@lianmai/client";
import { AccessToken, Privilege } from "@lianmai/server-sdk";

/** What `join()` cannot do without. */
export type Identity = Pick<JoinOptions, "appId" | "roomId" | "userId" | "token">;

/** The token allows to publish and to subscribe. */
export function joinOptions(app: { appId: string; appKey: string }, roomId: string, userId: string): Identity {
  const { appId, appKey } = app;
  const token = new AccessToken({ appId, roomId, userId })
    .grant(Privilege.PublishStream)
    .grant(Privilege.SubscribeStream)
    .serialize(appKey);
  return { appId, roomId, userId, token };
}
