import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AccessKeyStore } from "./access-keys.js";
import { type Database, openDatabase } from "./database.js";

let folder: string;
let db: Database;
let keys: AccessKeyStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-keys-"));
  db = await openDatabase(folder);
  keys = new AccessKeyStore(db);
});
afterEach(async () => {
  await db.destroy();
  await rm(folder, { recursive: true });
});

test("one key is made at the first start and kept", async () => {
  await keys.ensureDefault();
  const first = await keys.list();
  await keys.ensureDefault();
  expect(await keys.list()).toEqual(first);
  expect(first).toMatchObject([
    { role: "full", enabled: true, accessKeyId: expect.stringMatching(/^AKLM[0-9a-f]{24}$/) },
  ]);
});

test("keys are made, found and switched off", async () => {
  const made = await keys.create({ role: "readonly" });
  expect(await keys.get(made.accessKeyId)).toEqual(made);
  await keys.setEnabled(made.accessKeyId, false);
  expect(await keys.get(made.accessKeyId)).toEqual({ ...made, enabled: false });
  expect(await keys.get("AKLM")).toBeUndefined();
});
