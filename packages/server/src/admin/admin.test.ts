import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { request as send } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../clock/manual-clock.js";
import { ProxyTrust } from "../http/client-address.js";
import { type Listener, listen } from "../http/listener.js";
import { AdminTokenStore } from "../store/admin-tokens.js";
import { type Database, openDatabase } from "../store/database.js";
import { Admin } from "./admin.js";
import { adminSecret } from "./admin-secret.js";

const SECRET = "correct horse battery staple";

let folder: string;
let db: Database;
let clock: ManualClock;
let listener: Listener;
let log: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-admin-"));
  db = await openDatabase(folder);
  clock = new ManualClock();
  log = [];
  listener = await serve(SECRET);
});
afterEach(async () => {
  await listener.close();
  await db.destroy();
  await rm(folder, { recursive: true });
});

function serve(secret: string): Promise<Listener> {
  const admin = new Admin({
    secret,
    tokens: new AdminTokenStore(db),
    trust: new ProxyTrust(["127.0.0.1"]),
    clock,
    logger: pino({ level: "trace" }, { write: (line: string) => void log.push(line) }),
  });
  return listen({ host: "127.0.0.1", port: 0, handlers: [admin] });
}

interface Call {
  token?: string;
  from?: string;
  headers?: Record<string, string>;
}

async function call(method: string, path: string, body?: unknown, { token, from, headers = {} }: Call = {}) {
  const response = await fetch(`http://127.0.0.1:${listener.port}/api/admin/${path}`, {
    method,
    headers: {
      "accept-language": "en",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(from === undefined ? {} : { "x-forwarded-for": from }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : undefined;
  return { status: response.status, headers: response.headers, answer };
}

async function signIn(name?: string): Promise<string> {
  const { answer } = await call("POST", "sign-in", { secret: SECRET, name });
  return String(answer?.token);
}

describe("signing in", () => {
  test("gives a token that says who asks until it is over", async () => {
    const { status, answer } = await call("POST", "sign-in", { secret: SECRET, name: "alice", expiresIn: 60 });
    expect(status).toBe(200);
    expect(answer).toMatchObject({ name: "alice", expiresAt: new Date(clock.now() + 60_000).toISOString() });
    const token = String(answer?.token);
    expect((await call("GET", "session", undefined, { token })).answer).toMatchObject({ name: "alice" });
    clock.advance(59_999);
    expect((await call("GET", "session", undefined, { token })).status).toBe(200);
    clock.advance(1);
    expect(await call("GET", "session", undefined, { token })).toMatchObject({
      status: 401,
      answer: { error: { code: "not-signed-in" } },
    });
  });

  test("keeps neither token nor secret in the database, the log or an answer", async () => {
    const token = await signIn();
    await call("POST", "sign-in", { secret: "what somebody typed" });
    await call("POST", "sign-in", { secret: 5, other: SECRET });
    const file = await readFile(join(folder, "lianmai.db"), "latin1");
    const wal = await readFile(join(folder, "lianmai.db-wal"), "latin1");
    for (const text of [file, wal, log.join("")]) {
      for (const hidden of [token, SECRET, "somebody typed"]) expect(text).not.toContain(hidden);
    }
    expect(log.join("")).toContain("admin signed in");
  });

  test("outlives a restart, but not another secret", async () => {
    const token = await signIn();
    await listener.close();
    listener = await serve(SECRET);
    expect((await call("GET", "session", undefined, { token })).status).toBe(200);
    await listener.close();
    listener = await serve("another secret of some length");
    expect((await call("GET", "session", undefined, { token })).status).toBe(401);
  });

  test.each([
    ["no JSON", "{secret", 400, "invalid"],
    ["a list", [], 400, "invalid"],
    ["no secret", {}, 400, "invalid"],
    ["a secret that is a number", { secret: 1 }, 400, "invalid"],
    ["an unknown field", { secret: SECRET, Secret: 1 }, 400, "invalid"],
    ["a life that is too long", { secret: SECRET, expiresIn: 1e9 }, 400, "invalid"],
    ["too much", { secret: "x".repeat(5_000) }, 413, "too-large"],
    ["the wrong secret", { secret: `${SECRET}.` }, 401, "wrong-secret"],
  ])("refuses %s", async (_what, body, status, code) => {
    expect(await call("POST", "sign-in", body)).toMatchObject({ status, answer: { error: { code } } });
  });

  test("answers in Chinese unless English is asked for", async () => {
    const { answer } = await call("POST", "sign-in", {}, { headers: { "accept-language": "fr" } });
    expect(answer).toMatchObject({ error: { message: expect.stringContaining("字段 secret") } });
  });
});

describe("guessing", () => {
  test("takes longer and longer, for one address and not for others", async () => {
    const guess = () => call("POST", "sign-in", { secret: "a guess" }, { from: "198.51.100.7" });
    for (let tries = 0; tries < 6; tries += 1) expect((await guess()).status).toBe(401);
    const refused = await call("POST", "sign-in", { secret: SECRET }, { from: "198.51.100.7" });
    expect(refused).toMatchObject({ status: 429, answer: { error: { code: "too-many-attempts" } } });
    expect(refused.headers.get("retry-after")).toBe("1");
    expect((await call("POST", "sign-in", { secret: SECRET }, { from: "198.51.100.8" })).status).toBe(200);
    clock.advance(1_000);
    expect((await guess()).status).toBe(401);
    expect((await guess()).headers.get("retry-after")).toBe("2");
    clock.advance(2_000);
    expect((await call("POST", "sign-in", { secret: SECRET }, { from: "198.51.100.7" })).status).toBe(200);
    // It begins anew after a success.
    expect((await guess()).status).toBe(401);
  });

  test("counts the addresses of one IPv6 network as one", async () => {
    for (let tries = 0; tries < 6; tries += 1) {
      await call("POST", "sign-in", { secret: "a guess" }, { from: `2001:db8::${tries + 1}` });
    }
    expect((await call("POST", "sign-in", { secret: "a guess" }, { from: "2001:db8::99" })).status).toBe(429);
  });

  test("waits a quarter of an hour at most, and is forgotten after an hour", async () => {
    const guess = () => call("POST", "sign-in", { secret: "a guess" });
    for (let tries = 0; tries < 30; tries += 1) {
      await guess();
      clock.advance(15 * 60_000);
    }
    expect((await guess()).status).toBe(401);
    expect((await guess()).headers.get("retry-after")).toBe("900");
    clock.advance(60 * 60_000);
    for (let tries = 0; tries < 6; tries += 1) expect((await guess()).status).toBe(401);
  });
});

describe("signing out", () => {
  test("ends one token, or all", async () => {
    const [first, second, third] = [await signIn(), await signIn(), await signIn()];
    expect((await call("POST", "sign-out", {}, { token: first })).status).toBe(204);
    expect((await call("GET", "session", undefined, { token: first })).status).toBe(401);
    expect((await call("GET", "session", undefined, { token: second })).status).toBe(200);
    expect((await call("POST", "sign-out", { everywhere: true }, { token: second })).status).toBe(204);
    expect((await call("GET", "session", undefined, { token: third })).status).toBe(401);
    expect((await call("POST", "sign-out", {}, { token: third })).status).toBe(401);
  });

  test.each(["", "Bearer", "Bearer x", "Basic YTpi", `Bearer ${"x".repeat(200)}`, "bearer ../../etc/passwd"])(
    "needs a token, which %o is not",
    async (authorization) => {
      const headers: Record<string, string> = authorization === "" ? {} : { authorization };
      expect((await call("POST", "sign-out", {}, { headers })).status).toBe(401);
    },
  );

  test("leaves other paths to others", async () => {
    expect((await call("GET", "sign-in")).status).toBe(404);
    expect((await call("GET", "other")).status).toBe(404);
  });
});

test("a body that breaks off half-way leaves the server as it was", async () => {
  const request = send({ port: listener.port, host: "127.0.0.1", path: "/api/admin/sign-in", method: "POST" });
  request.setHeader("content-length", "100");
  request.write("{");
  const ended = new Promise((resolve) => request.once("error", resolve));
  request.once("socket", (socket) => socket.once("connect", () => request.destroy()));
  await ended;
  expect((await call("POST", "sign-in", { secret: SECRET })).status).toBe(200);
});

describe("the secret", () => {
  test("is made once, for this user only", async () => {
    const first = adminSecret(folder);
    expect(first.madeFile).toBe(join(folder, "admin-secret"));
    expect((await stat(join(folder, "admin-secret"))).mode & 0o777).toBe(0o600);
    expect(adminSecret(folder)).toEqual({ value: first.value });
    expect(first.value.length).toBeGreaterThan(30);
  });

  test("may be chosen, but not too short", async () => {
    expect(adminSecret(folder, SECRET)).toEqual({ value: SECRET });
    expect(() => adminSecret(folder, "hunter2")).toThrow("7 characters and needs at least 16");
    await writeFile(join(folder, "admin-secret"), "\n");
    expect(() => adminSecret(folder)).toThrow("admin-secret has 0 characters");
  });
});
