/** Why the media engine could not do what it was asked for; the words are reasons of the wire protocol. */
export type MediaErrorReason = "unsupported_media" | "not_found" | "media_lost";

/** A refusal of the media engine. `unsupported_media` and `not_found` are the asker's doing, `media_lost` is not. */
export class MediaError extends Error {
  override readonly name = "MediaError";

  private constructor(
    readonly reason: MediaErrorReason,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }

  /** Parameters that are broken, or that nobody here can send or play. */
  static unsupported(message: string, cause?: unknown): MediaError {
    return new MediaError("unsupported_media", message, cause);
  }

  static notFound(message: string): MediaError {
    return new MediaError("not_found", message);
  }

  /** The worker behind the room died, or none is up. */
  static lost(message: string, cause?: unknown): MediaError {
    return new MediaError("media_lost", message, cause);
  }
}

/** The media engine cannot start; the message says what is in the way and how to mend it. */
export class MediaStartError extends Error {
  override readonly name = "MediaStartError";
}
