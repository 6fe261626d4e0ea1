/** What a token may grant, by its number on the wire. */
export const Privilege = {
  /** Publish anything. Granting it also grants the three that follow, with the same time. */
  PublishStream: 0,
  PublishAudio: 1,
  PublishVideo: 2,
  PublishData: 3,
  /** Receive what others publish. */
  SubscribeStream: 4,
} as const;
export type Privilege = (typeof Privilege)[keyof typeof Privilege];

/**
 * Until when each thing is granted, in Unix seconds: 0 = for ever, `undefined` = not granted. The times are those of
 * the privileges alone; the expiry of the token itself ends them all.
 */
export interface PrivilegeTimes {
  publishAudio: number | undefined;
  publishVideo: number | undefined;
  publishData: number | undefined;
  subscribe: number | undefined;
}

/**
 * Reads a privilege map as it stands in a token.
 *
 * A map that has `PublishStream` but none of audio, video and data comes from a generator that leaves the derived
 * ones out: it means all three.
 */
export function effectivePrivileges(privileges: ReadonlyMap<number, number>): PrivilegeTimes {
  const audio = privileges.get(Privilege.PublishAudio);
  const video = privileges.get(Privilege.PublishVideo);
  const data = privileges.get(Privilege.PublishData);
  const derived = audio !== undefined || video !== undefined || data !== undefined;
  const whole = derived ? undefined : privileges.get(Privilege.PublishStream);
  return {
    publishAudio: audio ?? whole,
    publishVideo: video ?? whole,
    publishData: data ?? whole,
    subscribe: privileges.get(Privilege.SubscribeStream),
  };
}
