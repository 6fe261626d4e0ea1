import { AccessToken, Privilege } from "@lianmai/server-sdk";

/** What `join()` takes, with a token that allows to publish and to subscribe. */
export interface JoinOptions {
  appId: string;
  roomId: string;
  userId: string;
  token: string;
}

export function joinOptions(app: { appId: string; appKey: string }, roomId: string, userId: string): JoinOptions {
  const { appId, appKey } = app;
  const token = new AccessToken({ appId, roomId, userId })
    .grant(Privilege.PublishStream)
    .grant(Privilege.SubscribeStream)
    .serialize(appKey);
  return { appId, roomId, userId, token };
}
