import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HISTORY_FILE, openHistory } from "./open-history.js";
import { HistoryHarness } from "./testing/history-harness.js";

/** So long a statement waits for another program here, where nobody gives way. */
const IMPATIENT = "busy_timeout = 50";

describe("at the start", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lianmai-bad-history-"));
    file = join(folder, HISTORY_FILE);
    await (await openHistory(folder)).destroy();
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("a file that another program holds is told of", async () => {
    const other = new Libsql(file);
    other.exec("begin exclusive");
    await expect(openHistory(folder, { pragmas: [IMPATIENT] })).rejects.toThrow(/history\.db is locked by another/);
    other.exec("rollback");
    other.close();
  });

  test("a file that cannot be written is told of", async () => {
    const attempt = openHistory(folder, { pragmas: ["query_only = ON"] });
    await expect(attempt).rejects.toThrow(/history\.db cannot be written by this user/);
  });

  test("a disk without room is told of", async () => {
    await rm(file);
    await expect(openHistory(folder, { pragmas: ["max_page_count = 20"] })).rejects.toThrow(/history\.db cannot grow/);
  });

  test("a file from a newer version is told of", async () => {
    const other = new Libsql(file);
    other.pragma("user_version = 99");
    other.close();
    await expect(openHistory(folder)).rejects.toThrow(/history\.db was written by a newer version/);
  });

  test("a file that is no database is told of", async () => {
    await rm(file);
    await rm(`${file}-wal`, { force: true });
    await writeFile(file, "this is a text file, not a database ".repeat(200));
    await expect(openHistory(folder)).rejects.toThrow(/history\.db is no database or is damaged/);
  });
});

describe("while calls go on", () => {
  let harness: HistoryHarness;
  afterEach(() => harness.dispose());

  test("a file that is locked is written when it is free again, and the log says so", async () => {
    harness = await HistoryHarness.start({}, { pragmas: [IMPATIENT] });
    const other = new Libsql(join(harness.folder, HISTORY_FILE));
    other.exec("begin immediate");
    const alice = await harness.join("alice");
    const microphone = await harness.publish(alice, "microphone");
    await harness.history.flush();
    expect(harness.log.join("")).toContain("history not written, trying again in 1 s");
    // The call does not notice.
    await alice.room.publications.mute(alice.participant, microphone.id, true);
    await harness.join("bob");
    await harness.history.flush();
    expect(harness.log.join("")).toContain("trying again in 2 s");
    other.exec("rollback");
    other.close();
    await harness.history.flush();
    expect(harness.log.join("")).toContain("history is written again");
    const filter = { appId: alice.room.appId, range: { start: 0, end: harness.clock.now() } };
    const { items } = await harness.history.calls.users({ ...filter, page: { number: 1, size: 10 } });
    expect(items.map(({ userId }) => userId).sort()).toEqual(["alice", "bob"]);
  });

  test("a disk without room loses the history and nothing else", async () => {
    const probe = await HistoryHarness.start();
    await probe.history.flush();
    const counter = new Libsql(join(probe.folder, HISTORY_FILE));
    const { page_count: pages } = counter.prepare("select page_count from pragma_page_count").get() as {
      page_count: number;
    };
    counter.close();
    await probe.dispose();
    harness = await HistoryHarness.start({}, { pragmas: [`max_page_count = ${pages}`] });
    const audit = { actorKind: "access_key" as const, actor: "AKLM1", action: "KickUser", version: "2020-12-01" };
    for (let number = 0; number < 500; number += 1) {
      harness.history.audit.record({
        ...audit,
        appId: "",
        roomId: "",
        userId: "",
        details: { text: "x".repeat(1_000) },
        outcome: "ok",
        requestId: String(number),
      });
    }
    await harness.history.flush();
    expect(harness.log.join("")).toMatch(/database or disk is full.*history not written, trying again in 1 s/s);
    const alice = await harness.join("alice");
    const bob = await harness.join("bob");
    await harness.publish(alice, "microphone");
    expect(bob.participant.subscriptions.size).toBe(1);
    await harness.history.close();
    expect(harness.log.join("")).toContain("history lost: its file cannot be written");
  });
});
