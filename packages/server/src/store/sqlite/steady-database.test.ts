import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import Libsql from "libsql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AppStore } from "../apps.js";
import { BanStore } from "../bans.js";
import { DATABASE_FILE, type Database, openDatabase } from "../database.js";

let folder: string;
let db: Database;
let other: Libsql.Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-steady-"));
  db = await openDatabase(folder);
  other = new Libsql(join(folder, DATABASE_FILE));
});
afterEach(async () => {
  other.close();
  await db.destroy();
  await rm(folder, { recursive: true });
});

test("a file that is locked for a while can be read all the time, and written before and after", async () => {
  const apps = new AppStore(db);
  const bans = new BanStore(db);
  const ban = { appId: "0".repeat(24), roomId: "room", userId: "alice", kind: "join" as const, endsAt: 0 };
  await apps.ensureDefault();
  other.exec("begin immediate");
  await expect(bans.put(ban)).rejects.toThrow(/locked/);
  await expect(bans.remove([ban])).rejects.toThrow(/locked/);
  expect(await apps.list()).toHaveLength(1);
  other.exec("rollback");
  await bans.put(ban);
  expect(await bans.load()).toEqual([ban]);
  await bans.remove([ban]);
  expect(await bans.load()).toEqual([]);
});

test("what it sets on its connection holds after a failure too", async () => {
  other.exec("begin immediate");
  await expect(new AppStore(db).create({ name: "one" })).rejects.toThrow(/locked/);
  other.exec("rollback");
  const { rows } = await sql`pragma foreign_keys`.execute(db);
  expect(rows).toEqual([{ foreign_keys: 1 }]);
});
