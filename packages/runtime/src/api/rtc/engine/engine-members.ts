import type { LeaveReason } from "@lianmai/protocol";
import type { RtcMember } from "../ports.js";
import type { EngineEmitter } from "./engine-events.js";

/** The numbers of the original for why somebody went. */
const OFFLINE_REASONS: Partial<Record<LeaveReason, number>> = {
  left: 0,
  connection_lost: 1,
  token_expired: 1,
  invisible: 2,
  kicked_out: 3,
  room_dismissed: 3,
};

interface Voice {
  enabled: boolean;
  muted: boolean;
}

const SILENT: Voice = { enabled: false, muted: false };

/** Tells what changed from one list of members to the next, as the engine's events say it. */
export class EngineMembers {
  readonly #emitter: EngineEmitter;
  readonly #voices = new Map<string, Voice>();
  readonly #reasons = new Map<string, LeaveReason>();
  readonly #heard = new Set<string>();

  constructor(emitter: EngineEmitter) {
    this.#emitter = emitter;
  }

  handleLeft(userId: string, reason: LeaveReason): void {
    this.#reasons.set(userId, reason);
  }

  /**
   * @param ownId whom the page is in the room as
   * @param elapsed milliseconds since the join was asked for
   * @param canBePlayed whether the voice of a member arrives
   */
  update(
    members: readonly RtcMember[],
    ownId: string,
    elapsed: number,
    canBePlayed: (userId: string) => boolean,
  ): void {
    const here = new Set(members.map(({ userId }) => userId));
    for (const userId of [...this.#voices.keys()]) if (!here.has(userId)) this.#handleGone(userId, ownId);
    for (const member of members) {
      const { userId } = member;
      const isOwn = userId === ownId;
      const known = this.#voices.get(userId);
      if (!known && !isOwn) this.#emitter.emit("userJoined", userId, elapsed);
      this.#handleVoice(userId, isOwn, known ?? SILENT, voiceOf(member));
      if (isOwn || this.#heard.has(userId) || !canBePlayed(userId)) continue;
      this.#heard.add(userId);
      this.#emitter.emit("firstRemoteAudioFrame", userId, elapsed);
    }
  }

  /** The call is over. */
  clear(): void {
    this.#voices.clear();
    this.#reasons.clear();
    this.#heard.clear();
  }

  #handleGone(userId: string, ownId: string): void {
    this.#voices.delete(userId);
    this.#heard.delete(userId);
    const reason = this.#reasons.get(userId);
    this.#reasons.delete(userId);
    if (userId !== ownId) this.#emitter.emit("userOffline", userId, (reason && OFFLINE_REASONS[reason]) ?? 0);
  }

  #handleVoice(userId: string, isOwn: boolean, before: Voice, now: Voice): void {
    this.#voices.set(userId, now);
    if (now.enabled !== before.enabled) {
      if (isOwn && now.enabled) this.#emitter.emit("streamPublishSucceed", userId);
      if (!isOwn) {
        this.#emitter.emit("userEnableAudio", userId, now.enabled);
        this.#emitter.emit("userEnableLocalAudio", userId, now.enabled);
      }
    }
    if (!isOwn && now.muted !== before.muted) this.#emitter.emit("userMuteAudio", userId, now.muted);
  }
}

function voiceOf({ publications }: RtcMember): Voice {
  const microphone = publications.find(({ source }) => source === "microphone");
  return microphone ? { enabled: true, muted: microphone.muted } : SILENT;
}
