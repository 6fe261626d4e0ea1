import { randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import type { Channel, Program, ProgramVersion, Release } from "../publishing/program.js";
import type { Database } from "./database.js";
import type { ProgramReleasesTable, ProgramsTable, ProgramVersionsTable } from "./program-tables.js";

/** Published mini-programs, their versions and releases in the database. */
export class ProgramStore {
  constructor(private readonly db: Database) {}

  /** All programs, the oldest first. */
  async list(): Promise<Program[]> {
    const rows = await this.db.selectFrom("programs").selectAll().orderBy("created_at").orderBy("program_id").execute();
    return rows.map(toProgram);
  }

  async get(programId: string): Promise<Program | undefined> {
    const row = await this.db.selectFrom("programs").selectAll().where("program_id", "=", programId).executeTakeFirst();
    return row && toProgram(row);
  }

  /** Makes a program, with a secret of its own, where there is none of this id yet. */
  async ensure(programId: string, name: string, now: number): Promise<void> {
    await this.db
      .insertInto("programs")
      .values({
        program_id: programId,
        name,
        secret: randomBytes(20).toString("hex"),
        domains: "[]",
        origins: "[]",
        revision: 1,
        created_at: now,
      })
      .onConflict((conflict) => conflict.column("program_id").doNothing())
      .execute();
  }

  /** @returns false when there is no such program */
  async update(programId: string, changes: Partial<Pick<Program, "name" | "domains" | "origins">>): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable("programs")
      .set((set) => ({
        revision: set("revision", "+", 1),
        ...(changes.name === undefined ? {} : { name: changes.name }),
        ...(changes.domains === undefined ? {} : { domains: JSON.stringify(changes.domains) }),
        ...(changes.origins === undefined ? {} : { origins: JSON.stringify(changes.origins) }),
      }))
      .where("program_id", "=", programId)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** All versions that are kept, the newest first. */
  async versions(programId: string): Promise<ProgramVersion[]> {
    const rows = await this.db
      .selectFrom("program_versions")
      .selectAll()
      .where("program_id", "=", programId)
      .orderBy("uploaded_at", "desc")
      .orderBy("version", "desc")
      .execute();
    return rows.map(toVersion);
  }

  /**
   * Adds a version.
   *
   * @param options.replace takes the place of one of the same name
   * @returns false where there is one of that name already
   */
  async addVersion(
    programId: string,
    version: ProgramVersion,
    options: { replace: boolean } = { replace: false },
  ): Promise<boolean> {
    return await this.db.transaction().execute(async (db) => {
      if (options.replace) {
        await db
          .deleteFrom("program_versions")
          .where("program_id", "=", programId)
          .where("version", "=", version.version)
          .execute();
      }
      const inserted = await db
        .insertInto("program_versions")
        .values({
          program_id: programId,
          version: version.version,
          change_log: version.changeLog,
          hash: version.hash,
          files: JSON.stringify(version.files),
          size: version.size,
          uploaded_by: version.uploadedBy,
          uploaded_at: version.uploadedAt,
        })
        .onConflict((conflict) => conflict.columns(["program_id", "version"]).doNothing())
        .returning("version")
        .executeTakeFirst();
      if (inserted === undefined) return false;
      await touch(db, programId);
      return true;
    });
  }

  async removeVersions(programId: string, versions: readonly string[]): Promise<void> {
    if (versions.length === 0) return;
    await this.db.transaction().execute(async (db) => {
      await db
        .deleteFrom("program_versions")
        .where("program_id", "=", programId)
        .where("version", "in", versions)
        .execute();
      await touch(db, programId);
    });
  }

  /** All releases, the newest first. */
  async releases(programId: string): Promise<Release[]> {
    const rows = await this.db
      .selectFrom("program_releases")
      .selectAll()
      .where("program_id", "=", programId)
      .orderBy("release_id", "desc")
      .execute();
    return rows.map(toRelease);
  }

  async addRelease(programId: string, release: Omit<Release, "releaseId">): Promise<void> {
    await this.db.transaction().execute(async (db) => {
      await db
        .insertInto("program_releases")
        .values({
          program_id: programId,
          channel: release.channel,
          version: release.version,
          percent: release.percent,
          rolled_back: release.rolledBack ? 1 : 0,
          released_by: release.releasedBy,
          released_at: release.releasedAt,
        })
        .execute();
      await touch(db, programId);
    });
  }

  /** The digests of all files that any version of any program has. */
  async usedFiles(): Promise<Set<string>> {
    const rows = await this.db.selectFrom("program_versions").select("files").execute();
    return new Set(
      rows.flatMap(({ files }) =>
        Object.values(JSON.parse(files) as ProgramVersion["files"]).map((file) => file.sha256),
      ),
    );
  }
}

async function touch(db: Database, programId: string): Promise<void> {
  await db
    .updateTable("programs")
    .set((set) => ({ revision: set("revision", "+", 1) }))
    .where("program_id", "=", programId)
    .execute();
}

function toProgram(row: Selectable<ProgramsTable>): Program {
  return {
    programId: row.program_id,
    name: row.name,
    secret: row.secret,
    domains: JSON.parse(row.domains) as Program["domains"],
    origins: JSON.parse(row.origins) as string[],
    revision: row.revision,
    createdAt: row.created_at,
  };
}

function toVersion(row: Selectable<ProgramVersionsTable>): ProgramVersion {
  return {
    version: row.version,
    changeLog: row.change_log,
    hash: row.hash,
    files: JSON.parse(row.files) as ProgramVersion["files"],
    size: row.size,
    uploadedBy: row.uploaded_by,
    uploadedAt: row.uploaded_at,
  };
}

function toRelease(row: Selectable<ProgramReleasesTable>): Release {
  return {
    releaseId: row.release_id,
    channel: row.channel as Channel,
    version: row.version,
    percent: row.percent,
    rolledBack: row.rolled_back === 1,
    releasedBy: row.released_by,
    releasedAt: row.released_at,
  };
}
