import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FromPhone, ToDesk, ToPhone } from "@lianmai/runtime";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { DeskMessage } from "../messages.js";
import { NETWORK_PRESETS } from "../network-profile.js";
import { DebugHub } from "./debug-hub.js";
import { PhoneNetworks } from "./network/phone-network.js";

let server: Server;
let hub: DebugHub;
let networks: PhoneNetworks;

beforeEach(async () => {
  networks = new PhoneNetworks();
  hub = new DebugHub(networks);
  server = createServer();
  server.on("upgrade", (request, socket, head) => hub.accept(request, socket, head));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  hub.close();
  networks.close();
  server.closeAllConnections();
  server.close();
});

/** Waits until it no longer throws. */
const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000 });

/** One end of the hub, with everything that it was told. */
class End<Told, Says> {
  readonly told: Told[] = [];
  constructor(readonly socket: WebSocket) {
    socket.on("message", (data) => this.told.push(JSON.parse(String(data)) as Told));
  }
  say(message: Says): void {
    this.socket.send(JSON.stringify(message));
  }
}

async function connect<Told, Says>(role: string): Promise<End<Told, Says>> {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/__dev/debug?role=${role}`);
  const end = new End<Told, Says>(socket);
  await once(socket, "open");
  return end;
}
const desk = () => connect<ToDesk, DeskMessage>("desk");
const phone = async (id: string) => {
  const end = await connect<ToPhone, FromPhone>("phone");
  const user = { id: `user of ${id}`, name: "Ann", color: "#fff" };
  const device = { id, user, model: "Pixel 7", system: "Android 14", width: 412, height: 840 };
  end.say({ type: "hello", device, state: { phase: "ready", page: "pages/a", storage: [], permissions: [] } });
  return end;
};
const printed = (text: string): FromPhone => ({
  type: "report",
  report: { kind: "console", level: "log", args: [text] },
});

describe("the hub of remote debugging", () => {
  it("tells every desktop what phones report, and one that comes later what they reported before", async () => {
    const early = await desk();
    const one = await phone("p1");
    one.say(printed("hello"));
    await soon(() => expect(early.told.at(-1)).toMatchObject({ type: "report", phone: "p1" }));
    const late = await desk();
    await soon(() => expect(late.told).toHaveLength(1));
    expect(late.told[0]).toMatchObject({
      type: "phones",
      phones: [
        { connected: true, device: { model: "Pixel 7" }, reports: [{ report: { kind: "console", args: ["hello"] } }] },
      ],
    });
  });

  it("brings a command to its phone and the answer to the desktop that asked", async () => {
    const [asking, watching, one] = [await desk(), await desk(), await phone("p1")];
    await soon(() => expect(asking.told.at(-1)).toMatchObject({ type: "phone" }));
    asking.say({ type: "command", phone: "p1", id: 7, method: "tree", parameters: [] });
    await soon(() => expect(one.told).toHaveLength(1));
    const [command] = one.told;
    expect(command).toMatchObject({ type: "command", method: "tree", parameters: [] });
    one.say({ type: "answer", id: command?.id ?? 0, value: ["the tree"] });
    await soon(() => expect(asking.told.at(-1)).toEqual({ type: "answer", phone: "p1", id: 7, value: ["the tree"] }));
    expect(watching.told.some(({ type }) => type === "answer")).toBe(false);
  });

  it("says that a phone is gone, to whoever watches and to whoever waits for its answer", async () => {
    const [watching, one] = [await desk(), await phone("p1")];
    await soon(() => expect(watching.told.at(-1)).toMatchObject({ type: "phone" }));
    watching.say({ type: "command", phone: "p1", id: 1, method: "pick", parameters: [] });
    await soon(() => expect(one.told).toHaveLength(1));
    one.socket.terminate();
    await soon(() => {
      expect(watching.told).toContainEqual(
        expect.objectContaining({ type: "answer", id: 1, error: expect.stringContaining("not connected") }),
      );
      expect(watching.told).toContainEqual({ type: "phone", phone: expect.objectContaining({ connected: false }) });
    });
    watching.say({ type: "forget", phone: "p1" });
    await soon(() => expect(watching.told.at(-1)).toEqual({ type: "forgotten", phone: "p1" }));
  });

  it("takes a phone up again where it was, also while its old connection is not known to be dead", async () => {
    const watching = await desk();
    const before = await phone("p1");
    before.say(printed("before"));
    await soon(() => expect(watching.told.at(-1)).toMatchObject({ type: "report" }));
    await phone("p1");
    await once(before.socket, "close");
    const late = await desk();
    await soon(() => expect(late.told).toHaveLength(1));
    const [{ phones }] = late.told as [Extract<ToDesk, { type: "phones" }>];
    expect(phones).toHaveLength(1);
    expect(phones[0]).toMatchObject({ connected: true, reports: [{ report: { args: ["before"] } }] });
  });

  it("lives on when somebody talks nonsense", async () => {
    const broken = await connect<ToPhone, FromPhone>("phone");
    broken.socket.send("{not json");
    const [code] = (await once(broken.socket, "close")) as [number];
    expect(code).toBe(1008);
    const { port } = server.address() as AddressInfo;
    const [error] = (await once(new WebSocket(`ws://127.0.0.1:${port}/?role=spy`), "error")) as [Error];
    expect(error.message).toContain("400");
    const watching = await desk();
    await phone("p1");
    await soon(() => expect(watching.told.at(-1)).toMatchObject({ type: "phone" }));
  });

  it("gives the phones of a desktop their networks, whatever numbers come", async () => {
    const standing = await desk();
    standing.say({ type: "network", phone: "page:user-1", profile: NETWORK_PRESETS["3g"] });
    await soon(() => expect(networks.of("page:user-1").profile).toEqual(NETWORK_PRESETS["3g"]));
    standing.socket.send('{"type":"network","phone":"page:user-1","profile":{"delay":-5,"loss":"much"}}');
    await soon(() => expect(networks.of("page:user-1").profile).toEqual(NETWORK_PRESETS.good));
  });
});
