import type { AutoSubscribe, Source } from "@lianmai/protocol";

/** What a participant wants to receive: what it asked for or declined by name, and its automatic choice for the rest. */
export class Demand {
  private readonly named = new Map<string, boolean>();

  constructor(private readonly auto: AutoSubscribe) {}

  wants(userId: string, source: Source): boolean {
    return this.named.get(key(userId, source)) ?? this.auto[group(source)];
  }

  /** Remembers a choice by name; it stands until the opposite one, whether that user is here or not. */
  choose(userId: string, source: Source, wanted: boolean): void {
    const name = key(userId, source);
    // Only what differs from the automatic choice needs a place.
    if (wanted === this.auto[group(source)]) this.named.delete(name);
    else this.named.set(name, wanted);
  }

  /** Whether there is a choice for this source that differs from the automatic one. */
  names(userId: string, source: Source): boolean {
    return this.named.has(key(userId, source));
  }

  /** How many choices differ from the automatic one. */
  get size(): number {
    return this.named.size;
  }
}

function key(userId: string, source: Source): string {
  // A slash is in no user id.
  return `${userId}/${source}`;
}

function group(source: Source): keyof AutoSubscribe {
  if (source === "microphone") return "audio";
  return source === "camera" ? "video" : "screen";
}
