import { afterEach, describe, expect, test } from "vitest";
import { AddressGuard } from "./address-guard.js";
import { Receiver } from "./testing/receiver.js";
import { APP_ID, SECRET, WebhookHarness } from "./testing/webhook-harness.js";

const guard = new AddressGuard(false);

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:10.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::a00:1",
  "2001::1",
  "2001:db8::1",
  "2002:a00:1::",
  "fc00::1",
  "fd12::1",
  "fe80::1",
  "fe80::1%eth0",
  "ff02::1",
  "not an address",
  "",
])("%s is not public", (address) => {
  expect(guard.allows(address)).toBe(false);
  expect(new AddressGuard(true).allows(address)).toBe(true);
});

test.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "223.5.5.5", "2400:3200::1", "2606:4700:4700::1111"])(
  "%s is public",
  (address) => {
    expect(guard.allows(address)).toBe(true);
  },
);

test("a name that is slow is looked up once at a time", async () => {
  let asked = 0;
  let answer: (addresses: { address: string; family: number }[]) => void = () => {};
  const slow = new AddressGuard(false, () => {
    asked += 1;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  const lookUp = () =>
    new Promise((resolve) => slow.lookup("slow.example", {}, (error, address) => resolve(error ?? address)));
  const both = Promise.all([lookUp(), lookUp()]);
  answer([{ address: "8.8.8.8", family: 4 }]);
  expect(await both).toEqual(["8.8.8.8", "8.8.8.8"]);
  expect(asked).toBe(1);
});

describe("a server that sends to public addresses only", () => {
  let harness: WebhookHarness;
  let receiver: Receiver;

  afterEach(async () => {
    await harness.dispose();
    await receiver.close();
  });

  async function start(): Promise<string> {
    harness = await WebhookHarness.start({});
    receiver = await Receiver.start(SECRET);
    return new URL(receiver.url).port;
  }

  test("refuses callbacks at other addresses, however they are written", async () => {
    const port = await start();
    for (const host of [
      "127.0.0.1",
      "2130706433",
      "0x7f.1",
      "017700000001",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "10.0.0.1",
    ]) {
      await expect(harness.listen(`http://${host}:${port}/events`)).rejects.toMatchObject({
        reason: "invalid",
        field: "URL",
        message: expect.stringContaining("not a public address"),
      });
    }
  });

  test("sends nothing to a name that leads to one, not even when a public one stands beside it", async () => {
    const port = await start();
    const loopback = { address: "127.0.0.1", family: 4 };
    const cases = [[loopback], [{ address: "8.8.8.8", family: 4 }, loopback], [{ address: "::1", family: 6 }]];
    await harness.listen(`http://receiver.example:${port}/events`);
    for (const addresses of cases) {
      harness.names.set("receiver.example", addresses);
      const attempt = await harness.webhooks.deliveries.test({ appId: APP_ID, businessId: "" });
      expect(attempt).toMatchObject({
        status: null,
        address: null,
        error: expect.stringMatching(/^Not sent: receiver\.example leads to .*, which is not a public address/),
      });
    }
    expect(receiver.received).toEqual([]);
  });

  test("asks again at each attempt, and connects to what it was told then", async () => {
    harness = await WebhookHarness.start();
    receiver = await Receiver.start(SECRET);
    harness.names.set("receiver.example", [{ address: "127.0.0.1", family: 4 }]);
    await harness.listen(`http://receiver.example:${new URL(receiver.url).port}/events`);
    const key = { appId: APP_ID, businessId: "" };
    expect(await harness.webhooks.deliveries.test(key)).toMatchObject({ status: 200, address: "127.0.0.1" });
    expect(receiver.received[0]?.headers.host).toMatch(/^receiver\.example:/);
    harness.names.delete("receiver.example");
    expect((await harness.webhooks.deliveries.test(key)).error).toMatch(/could not be reached: the test knows no/);
  });
});
