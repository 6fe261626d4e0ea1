import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SIGNALING_PATH } from "@lianmai/protocol";
import { AccessToken, Privilege, signOpenApiRequest } from "@lianmai/server-sdk";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Lianmai } from "./cli/lianmai.js";
import { TestService } from "./client/service.js";
import { User } from "./client/user.js";
import { launchBrowser, until } from "./harness/index.js";

let browser: Browser;
/** Only its page is used: what is under test is a process of its own. */
let pages: TestService;
let folder: string;
let server: Lianmai;
let port: number;
let users: User[] = [];

beforeAll(async () => {
  [browser, pages] = await Promise.all([launchBrowser(), TestService.start()]);
});
afterAll(async () => {
  await browser?.close();
  await pages?.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-operations-"));
  port = 0;
});
afterEach(async () => {
  await Promise.all(users.map((user) => user.close()));
  users = [];
  server.child.kill("SIGKILL");
  await server.exitCode();
  await rm(folder, { recursive: true, force: true });
});

/** Starts the real command, on the port of the run before if there was one. */
async function start(env: NodeJS.ProcessEnv = {}): Promise<void> {
  const mediaPort = String(pages.port > 40_000 ? pages.port - 20_000 : pages.port + 20_000);
  const options = ["--host", "127.0.0.1", "--port", String(port), "--media-port", mediaPort, "--workers", "1"];
  server = new Lianmai(["serve", ...options], { cwd: folder, env });
  const [, found = ""] = await server.prints(/"port":(\d+),"msg":"listening"/);
  port = Number(found);
}

interface App {
  appId: string;
  appKey: string;
  accessKeys: { accessKeyId: string; secretKey: string }[];
}

/** All apps, as the command tells them. */
async function apps(): Promise<[App, ...App[]]> {
  const command = new Lianmai(["app", "--json"], { cwd: folder });
  expect(await command.exitCode()).toBe(0);
  return JSON.parse(command.output) as [App, ...App[]];
}

function joinOptions({ appId, appKey }: App, roomId: string, userId: string) {
  const token = new AccessToken({ appId, roomId, userId })
    .grant(Privilege.PublishStream)
    .grant(Privilege.SubscribeStream)
    .serialize(appKey);
  return { appId, roomId, userId, token };
}

async function open(): Promise<User> {
  const user = await User.open(browser, pages, { url: `ws://127.0.0.1:${port}${SIGNALING_PATH}` });
  users.push(user);
  return user;
}

async function startCall(app: App): Promise<[ann: User, bob: User]> {
  const [ann, bob] = await Promise.all([open(), open()]);
  expect(await ann.join(joinOptions(app, "room", "ann"))).toEqual({ ok: true });
  expect(await bob.join(joinOptions(app, "room", "bob"))).toEqual({ ok: true });
  for (const user of [ann, bob]) await user.do((driver) => driver.publish("microphone"));
  await Promise.all([ann.receives("bob", "microphone"), bob.receives("ann", "microphone")]);
  return [ann, bob];
}

/** `Result` of a signed call of the OpenAPI. */
async function call<R>(app: App, Action: string, Version: string, fields: Record<string, string | number>): Promise<R> {
  const [key] = app.accessKeys;
  if (key === undefined) throw new Error("there is no access key");
  const reading = Action.startsWith("List");
  const method = reading ? "GET" : "POST";
  const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  const query = { Action, Version, ...(reading ? texts : {}) };
  const body = reading ? "" : JSON.stringify(fields);
  const response = await fetch(`http://127.0.0.1:${port}/?${new URLSearchParams(query)}`, {
    method,
    headers: signOpenApiRequest({ ...key, method, query, body }),
    ...(reading ? {} : { body }),
  });
  const answer = (await response.json()) as { Result: R };
  expect(response.status, JSON.stringify(answer)).toBe(200);
  return answer.Result;
}

/** For each call of the room in the records, whether it is finished. */
async function recorded(app: App): Promise<boolean[]> {
  const { RoomList } = await call<{ RoomList: { IsFinished: boolean }[] }>(app, "ListRoomInfo", "2023-11-01", {
    AppId: app.appId,
    RoomId: "room",
    StartTime: new Date(Date.now() - 600_000).toISOString(),
    EndTime: new Date(Date.now() + 600_000).toISOString(),
  });
  return RoomList.map(({ IsFinished }) => IsFinished);
}

describe("a service that is killed", { timeout: 180_000 }, () => {
  it("comes back with apps, bans and records, and the calls with it", async () => {
    await start();
    const [app] = await apps();
    const [ann, bob] = await startCall(app);
    const room = { AppId: app.appId, RoomId: "room" };
    await call(app, "CreateApp", "2020-12-01", { AppName: "second" });
    await call(app, "BanRoomUser", "2023-11-01", { ...room, UserId: "eve", ForbiddenInterval: 3600 });
    // What happened within the last second may not be in the file yet.
    await until("the call is in the records", async () => (await recorded(app)).length === 1);
    const ended = server.exitCode();
    server.child.kill("SIGKILL");
    await ended;
    await Promise.all([ann.sees("reconnecting"), bob.sees("reconnecting")]);
    await start();
    await Promise.all([ann.sees("reconnected"), bob.sees("reconnected")]);
    await Promise.all([ann.receives("bob", "microphone"), bob.receives("ann", "microphone")]);
    const after = await apps();
    expect(after).toHaveLength(2);
    expect(after[0]).toEqual(app);
    const eve = await open();
    expect(await eve.join(joinOptions(app, "room", "eve"))).toMatchObject({ ok: false, reason: "user_forbidden" });
    await until("the call before and the one after are in the records", async () => {
      const finished = await recorded(app);
      return finished.includes(true) && finished.includes(false);
    });
  });
});

describe("a service that is told to stop", { timeout: 180_000 }, () => {
  const ready = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return { status: answer.status, body: (await answer.json()) as { checks: Record<string, string> } };
  };

  it("takes no new rooms, lets calls go on until their time is over, and tells them to come again", async () => {
    await start({ LIANMAI_TIMES_DRAIN: "8" });
    const [app] = await apps();
    const [ann] = await startCall(app);
    expect((await ready()).status).toBe(200);
    server.child.kill("SIGTERM");
    await server.prints(/"msg":"draining"/);
    expect(await ready()).toMatchObject({
      status: 503,
      body: { checks: { draining: expect.stringContaining("shutting down") } },
    });
    const carol = await open();
    expect(await carol.join(joinOptions(app, "new-room", "carol"))).toMatchObject({ ok: false, reason: "draining" });
    // Somebody of the call itself may still come in, and media flows.
    expect(await carol.join(joinOptions(app, "room", "carol"))).toEqual({ ok: true });
    await carol.receives("ann", "microphone");
    expect(await server.exitCode()).toBe(0);
    await ann.sees("stateChanged reconnecting draining");
    await start();
    await ann.sees("reconnected");
  });

  it("does so at once when the last call has ended", async () => {
    await start({ LIANMAI_TIMES_DRAIN: "600" });
    const users = await startCall((await apps())[0]);
    server.child.kill("SIGTERM");
    await server.prints(/"msg":"draining"/);
    for (const user of users) expect(await user.do((driver) => driver.leave())).toEqual({ ok: true });
    expect(await server.exitCode()).toBe(0);
  });

  it("ends at once when it is told a second time", async () => {
    await start({ LIANMAI_TIMES_DRAIN: "600" });
    await startCall((await apps())[0]);
    server.child.kill("SIGTERM");
    await server.prints(/"msg":"draining"/);
    server.child.kill("SIGTERM");
    expect(await server.exitCode()).toBe(1);
  });
});

describe("the log of a whole run", () => {
  it("has no secret, token or key in it", async () => {
    await start({ LIANMAI_LOG_LEVEL: "trace", LIANMAI_TIMES_DRAIN: "0" });
    const [app] = await apps();
    const [ann] = await startCall(app);
    await call(app, "CreateApp", "2020-12-01", { AppName: "second" });
    const secret = (await readFile(join(folder, ".lianmai", "admin-secret"), "utf8")).trim();
    const signIn = await fetch(`http://127.0.0.1:${port}/api/admin/sign-in`, {
      method: "POST",
      body: JSON.stringify({ secret }),
    });
    const { token } = (await signIn.json()) as { token: string };
    await ann.do((driver) => driver.leave());
    const all = await apps();
    server.child.kill("SIGTERM");
    expect(await server.exitCode()).toBe(0);
    expect(server.output).toContain('"msg":"participant joined"');
    const secrets = [
      secret,
      token,
      joinOptions(app, "room", "ann").token.slice(27, 60),
      ...all.flatMap(({ appKey, accessKeys }) => [appKey, ...accessKeys.map(({ secretKey }) => secretKey)]),
    ];
    for (const hidden of secrets) {
      expect(hidden.length).toBeGreaterThan(15);
      expect(server.output).not.toContain(hidden);
    }
  });
});
