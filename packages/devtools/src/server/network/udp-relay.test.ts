import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { NETWORK_PRESETS } from "../../network-profile.js";
import { PhoneNetworks } from "./phone-network.js";

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function socket(): Promise<Socket> {
  const made = createSocket("udp4");
  made.bind(0, "127.0.0.1");
  await once(made, "listening");
  open.push(made);
  return made;
}

/** A server that answers each packet with itself in capitals. */
async function echo(): Promise<Socket> {
  const server = await socket();
  server.on("message", (data, { port, address }) => server.send(String(data).toUpperCase(), port, address));
  return server;
}

function networks(): PhoneNetworks {
  const made = new PhoneNetworks();
  open.push(made);
  return made;
}

const heardBy = async (phone: Socket) => String((await once(phone, "message"))[0]);

it("carries packets both ways, and those of two peers to the right one", async () => {
  const server = await echo();
  const network = networks().of("a");
  const relay = await network.relay({ address: "127.0.0.1", port: server.address().port });
  const [one, two] = [await socket(), await socket()];
  const heard = Promise.all([heardBy(one), heardBy(two)]);
  one.send("one", relay.port, "127.0.0.1");
  two.send("two", relay.port, "127.0.0.1");
  expect(await heard).toEqual(["ONE", "TWO"]);
  expect(await network.relay({ address: "127.0.0.1", port: server.address().port })).toBe(relay);
});

it("carries nothing while the phone is offline, and goes on after it", async () => {
  const server = await echo();
  const network = networks().of("a");
  const relay = await network.relay({ address: "127.0.0.1", port: server.address().port });
  const phone = await socket();
  const heard: string[] = [];
  phone.on("message", (data) => heard.push(String(data)));
  let arrived = 0;
  server.on("message", () => arrived++);

  network.profile = NETWORK_PRESETS.offline;
  phone.send("lost", relay.port, "127.0.0.1");
  // A packet that goes the direct way tells when the lost one has had its time.
  const direct = await socket();
  direct.send("direct", server.address().port, "127.0.0.1");
  await once(direct, "message");
  expect(arrived).toBe(1);

  network.profile = NETWORK_PRESETS.good;
  const answer = heardBy(phone);
  phone.send("back", relay.port, "127.0.0.1");
  expect(await answer).toBe("BACK");
  expect(heard).toEqual(["BACK"]);
});

it("says that an address is none of this machine", async () => {
  await expect(networks().of("a").relay({ address: "192.0.2.1", port: 9 })).rejects.toThrow(/EADDRNOTAVAIL/);
});
