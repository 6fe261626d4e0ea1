import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AppStore, activeKeys } from "./apps.js";
import { DATABASE_FILE, type Database, openDatabase, StoreError } from "./database.js";

let folder: string;
const open: Database[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-store-"));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((db) => db.destroy()));
  await rm(folder, { recursive: true });
});

async function openStore(): Promise<AppStore> {
  const db = await openDatabase(join(folder, "data"));
  open.push(db);
  const apps = new AppStore(db);
  await apps.ensureDefault();
  return apps;
}

describe("the store", () => {
  test("makes one app at the first start and keeps it", async () => {
    const first = await (await openStore()).list();
    expect(first).toMatchObject([
      {
        name: "default",
        appId: expect.stringMatching(/^[0-9a-f]{24}$/),
        appKey: expect.stringMatching(/^[0-9a-f]{32}$/),
        secondaryAppKey: null,
        enabled: true,
      },
    ]);
    await open.pop()?.destroy();
    expect(await (await openStore()).list()).toEqual(first);
  });

  test("makes further apps, each with keys of its own", async () => {
    const apps = await openStore();
    const made = await apps.create({ name: "second" });
    expect(await apps.get(made.appId)).toEqual(made);
    expect(await apps.get("0".repeat(24))).toBeUndefined();
    const all = await apps.list();
    expect(new Set(all.map(({ appKey }) => appKey)).size).toBe(2);
  });

  test("is readable by this user only", async () => {
    await openStore();
    for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`]) {
      expect((await stat(join(folder, "data", name))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(join(folder, "data"))).mode & 0o777).toBe(0o700);
  });

  test("runs with write-ahead log, full synchronisation and foreign keys", async () => {
    await openStore();
    const db = open[0] as Database;
    const read = async (pragma: string) => Object.values((await sql.raw(`pragma ${pragma}`).execute(db)).rows[0] ?? {});
    expect(await read("journal_mode")).toEqual(["wal"]);
    expect(await read("synchronous")).toEqual([2]);
    expect(await read("foreign_keys")).toEqual([1]);
  });

  test("refuses a file that is no database", async () => {
    await writeFile(join(folder, DATABASE_FILE), "this is a text file, not a database ".repeat(200));
    await expect(openDatabase(folder)).rejects.toThrow(StoreError);
  });

  test("refuses a file from a newer version and says so", async () => {
    await openStore();
    await sql`insert into kysely_migration (name, timestamp) values ('9999_future', 'then')`.execute(
      open[0] as Database,
    );
    await expect(openStore()).rejects.toThrow(/newer version/);
  });

  test("says which folder cannot be used", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    await expect(openDatabase(file)).rejects.toThrow(new RegExp(`${file} cannot be used`));
  });
});

describe("activeKeys", () => {
  const app = {
    appId: "0".repeat(24),
    name: "a",
    appKey: "one",
    secondaryAppKey: "two",
    enabled: true,
    primaryKeyEnabled: true,
    secondaryKeyEnabled: true,
    createdAt: 0,
  };

  test("lists the keys that are switched on", () => {
    expect(activeKeys(app)).toEqual(["one", "two"]);
    expect(activeKeys({ ...app, primaryKeyEnabled: false })).toEqual(["two"]);
    expect(activeKeys({ ...app, secondaryKeyEnabled: false })).toEqual(["one"]);
    expect(activeKeys({ ...app, secondaryAppKey: null })).toEqual(["one"]);
  });
});
