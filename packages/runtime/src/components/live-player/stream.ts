/** A live stream on its way into a player. */
export interface Stream {
  /** Lets go of everything; nothing is told afterwards. */
  stop(): void;
}

export interface StreamEvents {
  /** The server has answered. */
  connected(): void;
  /** The connection broke and is made anew. */
  retrying(): void;
  /** The stream is over, as its server says. */
  ended(): void;
  /** It cannot be played, or no longer. */
  failed(reason: string): void;
}

/** How often a broken stream is opened again before it is given up. */
export const RETRIES = 3;

/** @returns Milliseconds before a retry, counted from 1. */
export function retryDelay(attempt: number): number {
  return 500 * 2 ** attempt;
}
