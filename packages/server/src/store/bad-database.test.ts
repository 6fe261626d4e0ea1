import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import Libsql from "libsql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AppStore } from "./apps.js";
import { DATABASE_FILE, openDatabase } from "./database.js";
import { migrations } from "./migrations.js";
import { migrate } from "./sqlite/migrate.js";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-bad-database-"));
  file = join(folder, DATABASE_FILE);
});
afterEach(() => rm(folder, { recursive: true }));

async function make(): Promise<void> {
  await (await openDatabase(folder)).destroy();
}

test("a file that another program holds is told of", async () => {
  await make();
  const other = new Libsql(file);
  other.exec("begin exclusive");
  await expect(openDatabase(folder)).rejects.toThrow(/lianmai\.db is locked by another program: stop the one/);
  other.exec("rollback");
  other.close();
  await make();
});

test("a file that cannot be written is told of", async () => {
  await make();
  const attempt = openDatabase(folder, { pragmas: ["query_only = ON"] });
  await expect(attempt).rejects.toThrow(/lianmai\.db cannot be written by this user/);
});

test("a disk without room is told of, for a new file and an old one", async () => {
  await expect(openDatabase(folder, { pragmas: ["max_page_count = 10"] })).rejects.toThrow(/lianmai\.db cannot grow/);
  await make();
  const other = new Libsql(file);
  other.exec("create table filler (bytes blob)");
  // More than the free pages of the file.
  other.exec("insert into filler values (zeroblob(1000000))");
  const { page_count: pages } = other.prepare("select page_count from pragma_page_count").get() as {
    page_count: number;
  };
  other.close();
  const tight = { pragmas: [`max_page_count = ${pages}`] };
  await expect(openDatabase(folder, tight)).rejects.toThrow(/lianmai\.db cannot grow \(database or disk is full\)/);
  await make();
});

test("a file from a newer version is told of by its number", async () => {
  await make();
  const other = new Libsql(file);
  other.pragma("user_version = 99");
  other.close();
  await expect(openDatabase(folder)).rejects.toThrow(/lianmai\.db was written by a newer version of this program/);
});

test("a file that is no database is told of", async () => {
  await writeFile(file, "this is a text file, not a database ".repeat(200));
  await expect(openDatabase(folder)).rejects.toThrow(/lianmai\.db is no database or is damaged/);
});

test("a change of the schema that is cut short leaves the file as it was", async () => {
  await make();
  const db = await openDatabase(folder);
  const cutShort = {
    getMigrations: async () => ({
      ...(await migrations.getMigrations()),
      "9999_cut_short": {
        async up(one: typeof db) {
          await one.schema.createTable("half").addColumn("a", "integer").execute();
          await sql`update apps set name = 'changed'`.execute(one);
          throw new Error("the power is gone");
        },
      },
    }),
  };
  const apps = new AppStore(db);
  await apps.create({ name: "kept" });
  await expect(migrate(db, { file, provider: cutShort })).rejects.toThrow(/the power is gone/);
  await db.destroy();
  const again = await openDatabase(folder);
  expect((await new AppStore(again).list()).map(({ name }) => name)).toEqual(["kept"]);
  const { rows } = await sql`select name from sqlite_master where name in ('half', 'write_probe')`.execute(again);
  expect(rows).toEqual([]);
  await again.destroy();
});
