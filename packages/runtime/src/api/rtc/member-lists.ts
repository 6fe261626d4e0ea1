import type { Source } from "@lianmai/protocol";
import type { RtcMember } from "./ports.js";

export type ListName = "members" | "video" | "speakers" | "screen";

export const LIST_NAMES: readonly ListName[] = ["members", "video", "speakers", "screen"];

/** Who has a place in a list: everybody, or those who publish this source unmuted. */
const SOURCE_OF: Record<Exclude<ListName, "members">, Source> = {
  video: "camera",
  // The platform calls them speakers; they are the users whose audio is on, whether they talk or not.
  speakers: "microphone",
  screen: "screen",
};

/** Full lists of user ids, and which of them differ from what was told last. */
export class MemberLists {
  #told = emptyLists();
  #now = emptyLists();

  /** The list as it stands. */
  get(name: ListName): readonly string[] {
    return this.#now[name];
  }

  /** Whether a list has been told that has anybody in it: what a late listener has missed. */
  hasTold(name: ListName): boolean {
    return this.#told[name].length > 0;
  }

  update(members: readonly RtcMember[]): void {
    this.#now = {
      members: members.map((member) => member.userId),
      video: publishers(members, SOURCE_OF.video),
      speakers: publishers(members, SOURCE_OF.speakers),
      screen: publishers(members, SOURCE_OF.screen),
    };
  }

  /** Takes the names of the lists that have changed since the last call. */
  takeChanged(): ListName[] {
    const changed = LIST_NAMES.filter((name) => !sameSet(this.#told[name], this.#now[name]));
    this.#told = this.#now;
    return changed;
  }

  /** Forgets everything without a word: the call is over. */
  reset(): void {
    this.#told = emptyLists();
    this.#now = emptyLists();
  }
}

function emptyLists(): Record<ListName, string[]> {
  return { members: [], video: [], speakers: [], screen: [] };
}

function publishers(members: readonly RtcMember[], source: Source): string[] {
  return members
    .filter((member) => member.publications.some((publication) => publication.source === source && !publication.muted))
    .map((member) => member.userId);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((userId) => b.includes(userId));
}
