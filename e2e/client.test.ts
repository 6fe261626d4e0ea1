import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestService } from "./client/service.js";
import { User } from "./client/user.js";
import { launchBrowser, until } from "./harness/index.js";

let service: TestService;
let browser: Browser;
let users: User[] = [];
let rooms = 0;

beforeAll(async () => {
  [service, browser] = await Promise.all([TestService.start(), launchBrowser()]);
});
afterEach(async () => {
  await Promise.all(users.map((user) => user.close()));
  users = [];
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

/** @param group what closes the page; the test by default */
async function open(group = users): Promise<User> {
  const user = await User.open(browser, service);
  group.push(user);
  return user;
}

const newRoom = () => `room-${++rooms}`;

/** Ann and Bob in one room, both publishing, each receiving the other. */
async function startCall(group = users): Promise<{ ann: User; bob: User; room: string }> {
  const room = newRoom();
  const [ann, bob] = await Promise.all([open(group), open(group)]);
  for (const [user, id] of [
    [ann, "ann"],
    [bob, "bob"],
  ] as const) {
    expect(await user.join(service.join(room, id))).toEqual({ ok: true });
    expect(await user.do((driver) => driver.publish("microphone"))).toEqual({ ok: true });
    expect(await user.do((driver) => driver.publish("camera"))).toEqual({ ok: true });
  }
  await Promise.all([
    ann.receives("bob", "camera"),
    ann.receives("bob", "microphone"),
    bob.receives("ann", "camera"),
    bob.receives("ann", "microphone"),
  ]);
  return { ann, bob, room };
}

/** One call: each test leaves it as it found it, until the last ones leave. */
describe("two pages in a room", () => {
  let ann: User;
  let bob: User;
  let room: string;
  const call: User[] = [];
  beforeAll(async () => {
    ({ ann, bob, room } = await startCall(call));
  });
  afterAll(() => Promise.all(call.map((user) => user.close())));

  it("see and hear each other, in the documented order of events", async () => {
    expect((await bob.events()).slice(0, 6)).toEqual([
      "stateChanged joining",
      "stateChanged joined",
      "participantJoined ann",
      "published ann microphone",
      "published ann camera",
      "participantJoined bob",
    ]);
    expect(await ann.events()).toEqual([
      "stateChanged joining",
      "stateChanged joined",
      "participantJoined ann",
      "published ann microphone",
      "published ann camera",
      "participantJoined bob",
      "published bob microphone",
      "trackAdded bob microphone (audio)",
      "published bob camera",
      "trackAdded bob camera (video)",
    ]);
    await until("both are heard speaking", () =>
      ann.do((driver) => driver.speaking.flat().includes("bob") && driver.speaking.flat().includes("ann")),
    );
    await ann.do((driver) => driver.firstFrame("bob", "camera"));
    for (const user of [ann, bob]) expect(user.tab.pageErrors).toEqual([]);
  });

  it("have statistics for every track", async () => {
    await ann.do((driver) => driver.stats());
    const stats = await until("a round trip is measured both ways", async () => {
      const now = await ann.do((driver) => driver.stats());
      return now.local.every(({ rtt }) => rtt !== undefined) && now;
    });
    expect(stats.connection).toMatchObject({ rtt: expect.any(Number), protocol: "udp" });
    const camera = stats.local.find(({ source }) => source === "camera");
    expect(camera).toMatchObject({ kind: "video", codec: "video/VP8" });
    // A browser whose processor is busy sends a smaller picture, of the same shape.
    expect((camera?.width ?? 0) / (camera?.height ?? 1)).toBeCloseTo(4 / 3);
    expect(camera?.layers).toHaveLength(2);
    expect(camera?.bitrate).toBeGreaterThan(50_000);
    const remote = stats.remote.find(({ source }) => source === "camera");
    // A number of the sequence that is left out between two layers counts as a lost packet.
    expect(remote).toMatchObject({ userId: "bob", codec: "video/VP8", packetsLost: expect.any(Number) });
    expect(remote?.bitrate).toBeGreaterThan(50_000);
    const heard = stats.remote.find(({ source }) => source === "microphone");
    expect(heard).toMatchObject({ kind: "audio", codec: "audio/opus" });
    expect(heard?.audioEnergy).toBeGreaterThan(0);
  });

  it("negotiate transport-wide congestion control", async () => {
    const offers = await ann.tab.page.evaluate(() =>
      (window as { lianmaiPeerConnections?: RTCPeerConnection[] }).lianmaiPeerConnections?.map(
        ({ remoteDescription }) => remoteDescription?.sdp ?? "",
      ),
    );
    const received = offers?.filter((sdp) => sdp.includes("a=sendonly")) ?? [];
    expect(received).toHaveLength(1);
    expect(received[0]).toContain("transport-wide-cc-extensions");
    expect(received[0]).toMatch(/a=rtcp-fb:\d+ transport-cc/);
  });

  it("mute and unmute without a packet sent or a track touched", async () => {
    expect(await ann.do((driver) => driver.setMuted("microphone", true))).toEqual({ ok: true });
    await bob.sees("muted ann microphone true");
    await ann.sees("muted ann microphone true");
    const sent = () =>
      ann.do(async (driver) => (await driver.stats()).local.find(({ source }) => source === "microphone")?.packets);
    // The last packet may be counted a moment late; the camera's show that time passes and the connection lives.
    await until("no packet is sent while muted", async () => {
      const before = await sent();
      await bob.receives("ann", "camera");
      return (await sent()) === before;
    });
    expect(await ann.do((driver) => driver.ownTracks())).toContainEqual({
      source: "microphone",
      readyState: "live",
      enabled: true,
    });
    expect(await ann.do((driver) => driver.setMuted("microphone", false))).toEqual({ ok: true });
    await bob.sees("muted ann microphone false");
    await bob.receives("ann", "microphone");
  });

  it("switch a muted camera on again", async () => {
    await ann.do((driver) => driver.setMuted("camera", true));
    await bob.sees("muted ann camera true");
    await ann.do((driver) => driver.setMuted("camera", false));
    await bob.sees("muted ann camera false");
    await bob.receives("ann", "camera");
  });

  it("replace a track without the others losing theirs", async () => {
    expect(await ann.do((driver) => driver.replaceCamera(640, 360))).toEqual({ ok: true });
    // Whatever layer it is and however busy the processor: its shape is that of the other camera.
    await until("the wider picture arrives", async () => {
      const { remote } = await bob.do((driver) => driver.stats());
      return remote.some(({ width = 0, height = 1 }) => Math.abs(width / height - 16 / 9) < 0.05);
    });
    expect(await bob.events()).not.toContain("trackRemoved ann camera");
  });

  it("unpublish and publish again", async () => {
    await bob.forgetEvents();
    expect(await ann.do((driver) => driver.unpublish("camera"))).toEqual({ ok: true });
    await bob.sees("unpublished ann camera");
    expect(await bob.events()).toEqual(["trackRemoved ann camera", "unpublished ann camera"]);
    expect(await ann.do((driver) => driver.publish("camera"))).toEqual({ ok: true });
    await bob.sees("trackAdded ann camera (video)");
    await bob.receives("ann", "camera");
  });

  it("leave with a word to the others", async () => {
    await bob.forgetEvents();
    await ann.do((driver) => driver.leave());
    await bob.sees("participantLeft ann left");
    expect(await bob.events()).toEqual([
      "trackRemoved ann microphone",
      "unpublished ann microphone",
      "trackRemoved ann camera",
      "unpublished ann camera",
      "participantLeft ann left",
    ]);
    expect(await ann.join(service.join(room, "ann"))).toEqual({ ok: true });
    await ann.receives("bob", "camera");
  });

  it("are gone at once when their page is closed", async () => {
    await bob.forgetEvents();
    await ann.tab.page.goto("about:blank");
    await bob.sees("participantLeft ann left");
  });
});

describe("subscribing by hand", () => {
  it("receives nothing until asked for, and remembers what is asked for before it is there", async () => {
    const room = newRoom();
    const [ann, bob] = await Promise.all([open(), open()]);
    await bob.join({ ...service.join(room, "bob"), autoSubscribe: false });
    expect(await bob.do((driver) => driver.subscribe("ann", "camera"))).toEqual({ ok: true });
    await ann.join(service.join(room, "ann"));
    await ann.do((driver) => driver.publish("microphone"));
    await ann.do((driver) => driver.publish("camera"));
    await bob.receives("ann", "camera");
    expect(await bob.events()).not.toContain("trackAdded ann microphone (audio)");
    await bob.do((driver) => driver.subscribe("ann", "microphone"));
    await bob.receives("ann", "microphone");
    await bob.do((driver) => driver.unsubscribe("ann", "camera"));
    await bob.sees("trackRemoved ann camera");
    expect(await bob.do((driver) => driver.room.remoteTrack("ann", "camera") === undefined)).toBe(true);
  });

  it("takes only what a partial autoSubscribe names", async () => {
    const { room } = await startCall();
    const carol = await open();
    await carol.join({ ...service.join(room, "carol"), autoSubscribe: { video: false } });
    await carol.receives("ann", "microphone");
    await carol.receives("bob", "microphone");
    expect((await carol.events()).filter((event) => event.startsWith("trackAdded"))).toHaveLength(2);
  });
});

describe("visibility", () => {
  it("lets the invisible listen and look, unseen", async () => {
    const { ann, room } = await startCall();
    const ghost = await open();
    await ghost.join({ ...service.join(room, "ghost"), visible: false });
    await ghost.receives("ann", "camera");
    expect(await ghost.do((driver) => [...driver.room.participants.keys()])).toEqual(["ann", "bob"]);
    expect(await ghost.do((driver) => driver.publish("camera"))).toMatchObject({ ok: false, reason: "invisible" });
    expect(await ghost.do((driver) => driver.setVisibility(true))).toEqual({ ok: true });
    await ann.sees("participantJoined ghost");
    await ghost.sees("participantJoined ghost");
    expect(await ghost.do((driver) => driver.publish("camera"))).toEqual({ ok: true });
    await ann.receives("ghost", "camera");
    await ghost.forgetEvents();
    expect(await ghost.do((driver) => driver.setVisibility(false))).toEqual({ ok: true });
    await ann.sees("participantLeft ghost invisible");
    await ghost.sees("participantLeft ghost invisible");
    expect(await ghost.events()).toEqual(["unpublished ghost camera", "participantLeft ghost invisible"]);
  });
});

describe("refusals", () => {
  const past = Math.floor(Date.now() / 1000) - 10;

  it.each([
    ["an expired token", "token_expired", (room: string) => service.token(room, "ann", { expireAt: past })],
    ["a wrong key", "token_wrong_key", (room: string) => service.token(room, "ann", { appKey: "0".repeat(32) })],
    ["another room's token", "token_wrong_room", (room: string) => service.token(`${room}-other`, "ann")],
    ["another user's token", "token_wrong_user", (room: string) => service.token(room, "bob")],
    ["another app's token", "token_wrong_app", (room: string) => service.token(room, "ann", { appId: "f".repeat(24) })],
    ["no token at all", "token_malformed", () => "hello"],
  ])("%s is %s, and the page can join after it", async (_, reason, token) => {
    const room = newRoom();
    const ann = await open();
    const outcome = await ann.join({ ...service.join(room, "ann"), token: token(room) });
    expect(outcome).toMatchObject({ ok: false, name: "RtcError", reason, code: -1000 });
    expect((await ann.events()).at(-1)).toBe(`stateChanged left ${reason}`);
    expect(await ann.join(service.join(room, "ann"))).toEqual({ ok: true });
  });

  it("says that the app is not known", async () => {
    const ann = await open();
    const appId = "e".repeat(24);
    const token = service.token("room", "ann", { appId });
    expect(await ann.join({ ...service.join("room", "ann"), appId, token })).toMatchObject({ reason: "app_unknown" });
  });

  it("says what the token does not allow", async () => {
    const room = newRoom();
    const ann = await open();
    expect(await ann.join(service.join(room, "ann", { publish: false, subscribe: false }))).toMatchObject({
      reason: "token_without_privilege",
    });
    await ann.join(service.join(room, "ann", { subscribe: false }));
    expect(await ann.do((driver) => driver.subscribe("bob", "camera"))).toMatchObject({
      reason: "subscribe_not_permitted",
    });
    await ann.do((driver) => driver.leave());
    await ann.join(service.join(room, "ann", { publish: false }));
    expect(await ann.do((driver) => driver.publish("camera"))).toMatchObject({ reason: "publish_not_permitted" });
    const token = service.token(room, "ann");
    expect(await ann.do((driver, given: string) => driver.updateToken(given), token)).toEqual({ ok: true });
    expect(await ann.do((driver) => driver.publish("camera"))).toEqual({ ok: true });
    const wrong = service.token(room, "ann", { expireAt: past });
    expect(await ann.do((driver, given: string) => driver.updateToken(given), wrong)).toMatchObject({
      reason: "token_expired",
      code: -1010,
    });
  });

  it("puts the earlier one out when the same user joins again", async () => {
    const { ann, bob, room } = await startCall();
    const again = await open();
    expect(await again.join(service.join(room, "ann"))).toEqual({ ok: true });
    await ann.sees("removed duplicate_login");
    expect((await ann.events()).at(-1)).toBe("stateChanged left duplicate_login");
    await again.receives("bob", "camera");
    expect(await again.do((driver) => driver.publish("camera"))).toEqual({ ok: true });
    await bob.receives("ann", "camera");
  });

  it("warns before the token expires and ends with it", async () => {
    const room = newRoom();
    const ann = await open();
    await ann.join(service.join(room, "ann", { expireAt: Math.floor(Date.now() / 1000) + 4 }));
    await until("the warning", async () => (await ann.events()).some((event) => event.startsWith("tokenWillExpire")));
    await ann.sees("removed token_expired");
  });

  it("says that the server cannot be reached", async () => {
    const ann = await User.open(browser, service, { url: "ws://127.0.0.1:9/rtc/v1" });
    users.push(ann);
    expect(await ann.join(service.join("room", "ann"))).toMatchObject({ ok: false, reason: "server_unreachable" });
  });
});

describe("devices", () => {
  it("says that the user refused", async () => {
    const strict = await launchBrowser({ devices: "denied" });
    try {
      const ann = await User.open(strict, service);
      for (const device of ["camera", "microphone"] as const) {
        expect(await ann.tab.page.evaluate((which) => window.openDevice(which), device)).toMatchObject({
          ok: false,
          reason: "permission_denied",
        });
      }
      // Whoever may not send can still look and listen.
      expect(await ann.join(service.join(newRoom(), "ann"))).toEqual({ ok: true });
    } finally {
      await strict.close();
    }
  });
});
