import type { MediaKind } from "@lianmai/protocol";
import type { Clock } from "../clock/clock.js";

/** What is forbidden: to join, to publish audio or video, or to use the token's right to publish. */
export type BanKind = "join" | MediaKind | "token";

/** Whom a ban concerns. */
export interface BanScope {
  appId: string;
  /** "" = all rooms of the app. */
  roomId: string;
  /** "" = everybody. */
  userId: string;
}

export interface Ban extends BanScope {
  kind: BanKind;
  /** Unix milliseconds; 0 = until it is lifted. */
  endsAt: number;
}

/** The port to where bans are kept, so that they outlive a restart. */
export interface BanStorage {
  load(): Promise<Ban[]>;
  /** Puts a ban in the place of the one with the same scope and kind, if there is one. */
  put(ban: Ban): Promise<void>;
  remove(bans: readonly Ban[]): Promise<void>;
}

/** Keeps nothing: bans end with the process. */
const NO_STORAGE: BanStorage = { load: async () => [], put: async () => {}, remove: async () => {} };

/** The bans in force. They outlive tokens, and with a storage restarts. */
export class BanList {
  private readonly bans = new Map<string, Ban>();

  constructor(
    private readonly clock: Clock,
    private readonly storage: BanStorage = NO_STORAGE,
  ) {}

  /** Reads what was kept. */
  static async load(clock: Clock, storage: BanStorage): Promise<BanList> {
    const list = new BanList(clock, storage);
    for (const ban of await storage.load()) list.bans.set(keyOf(ban), ban);
    await list.sweep();
    return list;
  }

  /** Sets a ban, in the place of the one with the same scope and kind. It is kept before it is in force. */
  async set(ban: Ban): Promise<void> {
    await this.sweep();
    await this.storage.put(ban);
    this.bans.set(keyOf(ban), ban);
  }

  /** @returns false when there was none in force */
  async lift(scope: BanScope, kind: BanKind): Promise<boolean> {
    const ban = this.find(scope, kind);
    if (ban === undefined) return false;
    await this.storage.remove([ban]);
    this.bans.delete(keyOf(ban));
    return true;
  }

  /** The ban with exactly this scope, when it is in force. */
  find(scope: BanScope, kind: BanKind): Ban | undefined {
    const ban = this.bans.get(keyOf({ ...scope, kind }));
    return ban && this.inForce(ban) ? ban : undefined;
  }

  /** What keeps a user out of a room. */
  joinBan({ appId, roomId, userId }: BanScope): Ban | undefined {
    return (
      this.find({ appId, roomId, userId: "" }, "join") ??
      this.find({ appId, roomId, userId }, "join") ??
      this.find({ appId, roomId: "", userId }, "join")
    );
  }

  /** What keeps a user in a room from publishing. */
  publishBan({ appId, roomId, userId }: BanScope, media: MediaKind): Ban | undefined {
    const scope = { appId, roomId, userId };
    return this.find(scope, media) ?? this.find(scope, "token");
  }

  /** Ends the bans on audio and video of a room: they live as long as it does. */
  async endStreamBans({ appId, roomId }: Pick<BanScope, "appId" | "roomId">): Promise<void> {
    await this.forget(
      (ban) => ban.appId === appId && ban.roomId === roomId && (ban.kind === "audio" || ban.kind === "video"),
    );
  }

  private async sweep(): Promise<void> {
    await this.forget((ban) => !this.inForce(ban));
  }

  private async forget(which: (ban: Ban) => boolean): Promise<void> {
    const forgotten = [...this.bans.values()].filter(which);
    if (forgotten.length === 0) return;
    for (const ban of forgotten) this.bans.delete(keyOf(ban));
    await this.storage.remove(forgotten);
  }

  private inForce({ endsAt }: Ban): boolean {
    return endsAt === 0 || this.clock.now() < endsAt;
  }
}

function keyOf({ appId, roomId, userId, kind }: Omit<Ban, "endsAt">): string {
  // A slash is in no id.
  return `${appId}/${roomId}/${userId}/${kind}`;
}
