import type { ProgramStore } from "../store/programs.js";
import type { Program, ProgramFile, ProgramVersion, Release } from "./program.js";

/** A program as pages are served from it: everything of one revision. */
export interface Snapshot {
  readonly program: Program;
  readonly versions: ReadonlyMap<string, ProgramVersion>;
  /** The newest first. */
  readonly releases: readonly Release[];
  /** Files below `v/` and `r/` of all versions that are kept: pages of any of them may be in use. */
  readonly immutable: ReadonlyMap<string, ProgramFile>;
}

/** Keeps what pages need of programs in memory; each request asks whether it is still the newest. */
export class Snapshots {
  readonly #kept = new Map<string, Snapshot>();

  constructor(private readonly store: ProgramStore) {}

  async get(programId: string): Promise<Snapshot | undefined> {
    const program = await this.store.get(programId);
    if (program === undefined) {
      this.#kept.delete(programId);
      return undefined;
    }
    const kept = this.#kept.get(programId);
    if (kept !== undefined && kept.program.revision === program.revision) return kept;
    const [versions, releases] = await Promise.all([this.store.versions(programId), this.store.releases(programId)]);
    const immutable = new Map<string, ProgramFile>();
    for (const { files } of versions) {
      for (const [path, file] of Object.entries(files)) if (/^[rv]\//.test(path)) immutable.set(path, file);
    }
    const made = { program, versions: new Map(versions.map((one) => [one.version, one])), releases, immutable };
    this.#kept.set(programId, made);
    return made;
  }
}
