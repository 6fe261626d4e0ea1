import type { Level } from "../media/media-engine.js";
import type { Publication } from "./participant.js";
import type { Speaker } from "./room-events.js";

/** Turns loudness of producers into who speaks, and notices when nothing changed. */
export class SpeakerList {
  private last = "[]";

  /** @returns the speakers, loudest first, or undefined when they are the same as before */
  update(levels: readonly Level[], publications: ReadonlyMap<string, Publication>): Speaker[] | undefined {
    const speakers = levels.flatMap(({ producerId, volume }) => {
      const publication = publications.get(producerId);
      // The level of a publication that was muted or ended in this moment may still be on its way.
      return publication && !publication.muted ? [{ userId: publication.owner.userId, volume }] : [];
    });
    const text = JSON.stringify(speakers);
    if (text === this.last) return undefined;
    this.last = text;
    return speakers;
  }
}
