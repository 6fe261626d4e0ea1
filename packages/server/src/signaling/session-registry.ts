import { ErrorCode, type ErrorInfo } from "@lianmai/protocol";
import type { Clock, Timer } from "../clock/clock.js";
import { RoomError } from "../rooms/room-error.js";
import { isKey, type Session } from "./session.js";

/** The sessions that are on, and for a while those that ended, so that a client who comes back learns why. */
export class SessionRegistry {
  private readonly active = new Map<string, Session>();
  /**
   * Only what a later resume needs: a session holds its participant, and that all its media. Not the error itself: as
   * long as nobody reads an error's stack, it holds the objects whose methods were running, sockets among them.
   */
  private readonly ended = new Map<string, { resumeKey: string; end: ErrorInfo; timer: Timer }>();

  constructor(
    private readonly clock: Clock,
    /** For how long an end is remembered, in milliseconds. */
    private readonly memory: number,
  ) {}

  add(session: Session): void {
    this.active.set(session.id, session);
  }

  get(id: string): Session | undefined {
    return this.active.get(id);
  }

  /** Ends a session. @param error what a later resume is told */
  end(session: Session, error: RoomError): void {
    if (!this.active.delete(session.id)) return;
    session.absence?.cancel();
    session.connection = undefined;
    this.remember(session.id, session.resumeKey, error.toInfo());
  }

  /**
   * Finds the session of a client that comes back.
   *
   * @throws RoomError why the session ended, such as `duplicate_login`; `session_gone` when it is not known (any more)
   *   or the key is not its own
   */
  resume(id: string, resumeKey: string): Session {
    const session = this.active.get(id);
    if (session?.accepts(resumeKey)) return session;
    const past = this.ended.get(id);
    throw past && isKey(past.resumeKey, resumeKey)
      ? new RoomError(past.end.code, past.end.reason, past.end.message)
      : sessionGone("this server does not know it (any more)");
  }

  /** Apart from `end`, so that its timer does not hold the session. */
  private remember(id: string, resumeKey: string, end: ErrorInfo): void {
    const timer = this.clock.after(this.memory, () => this.ended.delete(id));
    this.ended.set(id, { resumeKey, end, timer });
  }

  /** Forgets everything. */
  clear(): void {
    for (const { timer } of this.ended.values()) timer.cancel();
    for (const { absence } of this.active.values()) absence?.cancel();
    this.ended.clear();
    this.active.clear();
  }
}

export function sessionGone(why: string): RoomError {
  return new RoomError(ErrorCode.JoinFailed, "session_gone", `The session cannot be resumed: ${why}. Join again.`);
}
