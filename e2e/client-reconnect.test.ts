import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestService } from "./client/service.js";
import { User } from "./client/user.js";
import { launchBrowser, TcpProxy, until } from "./harness/index.js";

let service: TestService;
let browser: Browser;
let proxy: TcpProxy;
let users: User[] = [];
let rooms = 0;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await Promise.all(users.map((user) => user.close()));
  users = [];
  await proxy.close();
  await service.close();
});
afterAll(() => browser?.close());

/** Ann behind a network that the test breaks, Bob beside the server; each receives the other. */
async function startCall(options: Parameters<typeof TestService.start>[0] = {}) {
  service = await TestService.start(options);
  proxy = await TcpProxy.start(service.port);
  // A dead connection is noticed soon, so that the test need not wait for the ordinary 12 s.
  const times = { pingInterval: 300, silence: 1_300 };
  const [ann, bob] = await Promise.all([
    User.open(browser, service, { url: service.rtcUrl(proxy.port), times }),
    User.open(browser, service),
  ]);
  users = [ann, bob];
  const room = `room-${++rooms}`;
  await ann.join(service.join(room, "ann"));
  await bob.join(service.join(room, "bob"));
  for (const user of users) {
    await user.do((driver) => driver.publish("microphone"));
    await user.do((driver) => driver.publish("camera"));
  }
  await receiveEachOther(ann, bob);
  await Promise.all(users.map((user) => user.forgetEvents()));
  return { ann, bob, room };
}

async function receiveEachOther(ann: User, bob: User): Promise<void> {
  await Promise.all([
    ann.receives("bob", "camera"),
    ann.receives("bob", "microphone"),
    bob.receives("ann", "camera"),
    bob.receives("ann", "microphone"),
  ]);
}

const QUIET = ["stateChanged reconnecting server_unreachable", "reconnecting", "stateChanged joined", "reconnected"];

describe("the signalling", () => {
  it("is cut: the session goes on, and nobody notices but the one", async () => {
    const { ann, bob } = await startCall();
    proxy.cut();
    await ann.sees("reconnected");
    expect(await ann.events()).toEqual(QUIET);
    expect(await bob.events()).toEqual([]);
    await receiveEachOther(ann, bob);
    expect(await ann.do((driver) => driver.setMuted("microphone", true))).toEqual({ ok: true });
    await bob.sees("muted ann microphone true");
  });

  it("is away for a while: media flows on, and what was asked for meanwhile is done after it", async () => {
    const { ann, bob, room } = await startCall();
    proxy.down();
    await ann.sees("reconnecting");
    await bob.receives("ann", "camera");
    const asked = Promise.all([
      ann.do((driver) => driver.unpublish("camera")),
      ann.do((driver) => driver.setMuted("microphone", true)),
    ]);
    const carol = await User.open(browser, service);
    users.push(carol);
    await carol.join(service.join(room, "carol"));
    proxy.up();
    expect(await asked).toEqual([{ ok: true }, { ok: true }]);
    await ann.sees("participantJoined carol");
    await bob.sees("unpublished ann camera");
    await bob.sees("muted ann microphone true");
    expect(await bob.events()).not.toContain("participantLeft ann connection_lost");
  });

  it("is away while the one leaves: the other is told as soon as there is a way again", async () => {
    const { ann, bob } = await startCall();
    proxy.down();
    await ann.sees("reconnecting");
    await ann.do((driver) => driver.leave());
    proxy.up();
    // Given up by the server, it would have left by "connection_lost".
    await bob.sees("participantLeft ann left");
  });

  it("says nothing any more: it is given up and made anew", async () => {
    const { ann, bob } = await startCall();
    proxy.freeze();
    await ann.sees("reconnecting");
    proxy.up();
    await ann.sees("reconnected");
    expect(await ann.events()).toEqual(QUIET);
    await receiveEachOther(ann, bob);
  });

  it("is away for longer than the server waits: the room is joined again with the same tracks", async () => {
    const { ann, bob } = await startCall({ times: { pingInterval: 500, silence: 3_000 } });
    proxy.down();
    await bob.sees("participantLeft ann connection_lost");
    proxy.up();
    await ann.sees("reconnected");
    await ann.sees("trackAdded bob camera (video)");
    expect((await ann.events()).filter((event) => !event.startsWith("track"))).toEqual(QUIET);
    await bob.sees("trackAdded ann camera (video)");
    await receiveEachOther(ann, bob);
  });

  it("brings something malformed: the session goes on over a new socket", async () => {
    const { ann, bob, room } = await startCall();
    await ann.do((driver) => driver.leave());
    let spoil: (() => void) | undefined;
    await ann.tab.context.routeWebSocket(/\/rtc\/v1$/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => socket.send(message));
      spoil = () => socket.send('{"event":"participantJoined","data":{"participant":7}}');
    });
    await ann.tab.page.reload();
    const again = await User.adopt(ann.tab, { url: service.rtcUrl(proxy.port) });
    await again.join(service.join(room, "ann"));
    await again.receives("bob", "camera");
    await again.forgetEvents();
    spoil?.();
    await again.sees("reconnected");
    expect(await again.events()).toEqual(["stateChanged reconnecting protocol", ...QUIET.slice(1)]);
    await again.receives("bob", "camera");
    expect(await bob.events()).not.toContain("participantLeft ann connection_lost");
  });
});

describe("the server", () => {
  it("loses its media worker: both are back in the room with their tracks", async () => {
    const { ann, bob } = await startCall();
    const [pid] = service.workerPids;
    if (pid === undefined) throw new Error("the log names no worker");
    process.kill(pid, "SIGKILL");
    await Promise.all([ann.sees("reconnected"), bob.sees("reconnected")]);
    await receiveEachOther(ann, bob);
    expect(await ann.events()).not.toContain("participantLeft bob left");
  });

  it("is restarted: both are back in the room with their tracks", async () => {
    const { ann, bob } = await startCall();
    await service.restart();
    await Promise.all([ann.sees("reconnected"), bob.sees("reconnected")]);
    await receiveEachOther(ann, bob);
  });

  it("stays away: the participant is out, and says why", async () => {
    const { ann, room } = await startCall();
    const lonely = await User.open(browser, service, { url: service.rtcUrl(proxy.port) });
    users.push(lonely);
    await lonely.tab.page.evaluate((url) => window.makeImpatientDriver(url), service.rtcUrl(proxy.port));
    await ann.do((driver) => driver.leave());
    const options = service.join(room, "lonely");
    expect(await lonely.tab.page.evaluate((given) => window.driver.join(given), options)).toEqual({ ok: true });
    proxy.down();
    await until("it is out", () =>
      lonely.tab.page.evaluate(() => window.driver.events.includes("stateChanged left server_unreachable")),
    );
    expect(await lonely.tab.page.evaluate(() => window.driver.events)).toContain("removed server_unreachable");
  });
});

describe("the network", () => {
  it("changes: ICE is restarted and media flows on", async () => {
    const { ann, bob } = await startCall();
    const remoteFragments = () =>
      ann.tab.page.evaluate(() =>
        ((window as { lianmaiPeerConnections?: RTCPeerConnection[] }).lianmaiPeerConnections ?? [])
          .filter((connection) => connection.connectionState !== "closed" && connection.remoteDescription)
          .map((connection) => /a=ice-ufrag:(\S+)/.exec(connection.remoteDescription?.sdp ?? "")?.[1]),
      );
    const before = await remoteFragments();
    expect(before).toHaveLength(2);
    await ann.tab.page.evaluate(() => window.dispatchEvent(new Event("online")));
    await until("both transports have new ICE parameters", async () =>
      (await remoteFragments()).every((fragment) => !before.includes(fragment)),
    );
    await receiveEachOther(ann, bob);
    expect(await ann.events()).toEqual([]);
  });
});
