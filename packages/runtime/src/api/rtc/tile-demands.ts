import type { Size } from "@lianmai/protocol";
import type { RtcMember } from "./ports.js";
import type { RtcSession } from "./session.js";
import type { TileBoard } from "./tiles.js";

/** A picture that no tile shows. */
const NOWHERE: Size = { width: 0, height: 0 };

/**
 * Tells the call how large each member's picture is shown, so that no more is sent than can be seen: nothing for a
 * member without a tile, and for tiles that are scrolled away.
 */
export class TileDemands {
  readonly #session: RtcSession;
  readonly #tiles: TileBoard;
  #members: readonly RtcMember[] = [];

  constructor(session: RtcSession, tiles: TileBoard) {
    this.#session = session;
    this.#tiles = tiles;
    session.events.on("members", (members) => {
      this.#members = members;
      this.#tell();
    });
    tiles.events.on("changed", this.#tell);
  }

  close(): void {
    this.#tiles.events.off("changed", this.#tell);
  }

  readonly #tell = () => {
    for (const { userId } of this.#members) {
      if (userId === this.#session.userId) continue;
      this.#session.setDemand(userId, "camera", this.#tiles.placeOf({ mode: "video", userId }));
      this.#session.setDemand(userId, "screen", this.#tiles.placeOf({ mode: "screen", userId }));
    }
  };
}

/** The largest of several places; undefined, which stands for any size, as soon as one is. */
export function largest(places: readonly (Size | undefined)[]): Size | undefined {
  let best: Size = NOWHERE;
  for (const place of places) {
    if (place === undefined) return undefined;
    if (place.width * place.height > best.width * best.height) best = place;
  }
  return best;
}
