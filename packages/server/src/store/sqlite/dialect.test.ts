import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ThreadSqliteDialect } from "./dialect.js";
import { insertRows } from "./insert-rows.js";
import { SqliteThread } from "./thread.js";

interface Schema {
  things: { name: string; size: number | null };
}

let folder: string;
let db: Kysely<Schema>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-dialect-"));
  const options = { file: join(folder, "things.db"), timeout: 100, pragmas: ["journal_mode = WAL"] };
  db = new Kysely<Schema>({ dialect: new ThreadSqliteDialect(options) });
  await sql`create table things (name text unique, size integer)`.execute(db);
});
afterEach(async () => {
  await db.destroy();
  await rm(folder, { recursive: true });
});

test("statements from all sides keep their order, and a transaction has its connection for itself", async () => {
  const seen: string[] = [];
  await Promise.all([
    db.transaction().execute(async (one) => {
      await one.insertInto("things").values({ name: "a", size: 1 }).execute();
      seen.push("a");
      await one.insertInto("things").values({ name: "b", size: 2 }).execute();
      seen.push("b");
    }),
    db
      .insertInto("things")
      .values({ name: "c", size: 3 })
      .execute()
      .then(() => seen.push("c")),
  ]);
  expect(seen).toEqual(["a", "b", "c"]);
  const { numDeletedRows } = await db.deleteFrom("things").where("size", ">", 1).executeTakeFirstOrThrow();
  expect(numDeletedRows).toBe(2n);
});

test("a transaction that fails is taken back, and its error told by SQLite's name", async () => {
  const failing = db.transaction().execute(async (one) => {
    await one.insertInto("things").values({ name: "a", size: 1 }).execute();
    await one.insertInto("things").values({ name: "a", size: 2 }).execute();
  });
  await expect(failing).rejects.toMatchObject({ code: expect.stringMatching(/^SQLITE_CONSTRAINT/) });
  expect(await db.selectFrom("things").selectAll().execute()).toEqual([]);
  await db.insertInto("things").values({ name: "a", size: 3 }).execute();
  expect(await db.selectFrom("things").selectAll().execute()).toEqual([{ name: "a", size: 3 }]);
});

test("many rows are added at once, with numbers, texts of every kind and nothing", async () => {
  const names = ["", "it's", '"quoted"', "你好", "a\nb", "\\", "null"];
  await insertRows(
    db,
    "things",
    ["name", "size"],
    names.map((name, index) => [name, index === 0 ? null : index]),
  );
  const rows = await db.selectFrom("things").selectAll().orderBy("size").execute();
  expect(rows).toEqual(names.map((name, index) => ({ name, size: index === 0 ? null : index })));
  await insertRows(db, "things", ["name", "size"], []);
});

test("a thread that ended is started anew", async () => {
  const thread = new SqliteThread({ file: join(folder, "things.db"), timeout: 100, pragmas: [] });
  await thread.run("insert into things values ('kept', 1)", []);
  const cut = thread.run("select count(*) from things", []).then(
    () => "answered",
    (error: Error) => error.message,
  );
  await thread.close();
  expect(["answered", "the thread of the database was closed"]).toContain(await cut);
  expect((await thread.run("select name from things", [])).rows).toEqual([{ name: "kept" }]);
  await thread.close();
});
