import { join } from "node:path";
import { sql } from "kysely";
import Libsql from "libsql";
import { expect, test } from "vitest";
import { APP_ID } from "../signaling/testing/harness.js";
import { DATABASE_FILE } from "../store/database.js";
import { ApiError } from "./api-error.js";
import { OpenApiHost } from "./testing/openapi-host.js";

test("while the database is locked calls go on, and what has to be written is refused and can be tried again", async () => {
  const host = await OpenApiHost.start();
  const { client, harness } = host;
  const alice = await harness.join("alice");
  const other = new Libsql(join(host.folder, DATABASE_FILE));
  other.exec("begin immediate");
  const ban = { AppId: APP_ID, RoomId: "room", UserId: "alice", ForbiddenInterval: 60 };
  expect(await client.refusal("BanRoomUser", "2023-11-01", ban)).toBe(
    "500 InternalError.DB: The server's database is locked by another program, so this was not done. Try again; if it stays so, tell whoever runs the server.",
  );
  // What only reads goes on, and so does the call; others may join.
  const users = await client.result("GetRoomOnlineUsers", "2023-11-01", { AppId: APP_ID, RoomId: "room" });
  expect(users).toMatchObject({ TotalUser: 1 });
  await harness.join("bob");
  await alice.next("participantJoined");
  other.exec("rollback");
  other.close();
  harness.clock.advance(1_000);
  await client.result("BanRoomUser", "2023-11-01", ban);
  expect((await alice.next("removed")).error).toMatchObject({
    code: -1006,
    message: expect.stringMatching(/It may join again after 20..-.*Z\.$/),
  });
  await host.history.flush();
  expect((await host.history.audit.list()).map(({ outcome }) => outcome)).toEqual(["ok", "InternalError.DB"]);
  await host.stop();
});

test("while the database cannot be written, or has no room left, calls go on and the refusal says why", async () => {
  const host = await OpenApiHost.start();
  const { client, db, harness } = host;
  const [alice, bob] = [await harness.join("alice"), await harness.join("bob")];
  const ban = { AppId: APP_ID, RoomId: "room", UserId: "eve", ForbiddenInterval: 60 };
  // These hold for the connection, which is made anew after a failure: as when the cause has been mended.
  await sql`pragma query_only = 1`.execute(db);
  expect(await client.refusal("BanRoomUser", "2023-11-01", ban)).toMatch(
    /^500 InternalError\.DB: .*cannot be written by the user that the server runs as/,
  );
  harness.clock.advance(1_000);
  await client.result("BanRoomUser", "2023-11-01", ban);

  // More than the free pages of the file.
  await sql`create table filler as select zeroblob(1000000) as bytes`.execute(db);
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(db);
  let refusal = "";
  // An app takes some 150 bytes of the last page.
  for (let made = 0; made < 90 && refusal === ""; made += 1) {
    const { answer } = await client.call("CreateApp", "2023-11-01", { AppName: `app_${made}` });
    refusal = answer.ResponseMetadata.Error?.Message ?? "";
  }
  expect(refusal).toContain("has no room left on its disk");
  await client.result("CreateApp", "2023-11-01", { AppName: "one_more" });
  // Nobody in the call noticed, and it goes on.
  await harness.join("carol");
  for (const one of [alice, bob]) await one.settle();
  expect(new Set([...alice.unseen, ...bob.unseen])).toEqual(new Set(["participantJoined"]));
  await host.stop();
});

test.each([
  ["SQLITE_FULL", "has no room left on its disk"],
  ["SQLITE_READONLY_DBMOVED", "cannot be written by the user that the server runs as"],
  ["SQLITE_CORRUPT", "is damaged"],
])("a database with %s is told of as what it is, also below another error", (code, words) => {
  const cause = Object.assign(new Error("of SQLite"), { code });
  const error = ApiError.from(new Error("could not be stored", { cause }));
  expect(error).toMatchObject({ code: "InternalError.DB", status: 500, message: expect.stringContaining(words) });
});
