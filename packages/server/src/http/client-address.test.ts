import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { addressGroup, ProxyTrust } from "./client-address.js";

function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

test("nobody's X-Forwarded-For is believed by default", () => {
  expect(new ProxyTrust().addressOf(from("127.0.0.1", "198.51.100.7"))).toBe("127.0.0.1");
});

test("a trusted proxy's is, up to the first address that is no proxy of ours", () => {
  const trust = new ProxyTrust(["127.0.0.1", "10.0.0.0/8", "fd00::/8"]);
  expect(trust.addressOf(from("127.0.0.1", "198.51.100.7"))).toBe("198.51.100.7");
  expect(trust.addressOf(from("::ffff:10.1.2.3", "203.0.113.9, 198.51.100.7, fd00::5"))).toBe("198.51.100.7");
  expect(trust.addressOf(from("127.0.0.1", "2001:db8::1"))).toBe("2001:db8::1");
  // Who is no proxy cannot make one of itself.
  expect(trust.addressOf(from("192.0.2.1", "127.0.0.1"))).toBe("192.0.2.1");
  expect(trust.addressOf(from("127.0.0.1", "nonsense"))).toBe("127.0.0.1");
  expect(trust.addressOf(from("127.0.0.1"))).toBe("127.0.0.1");
});

test.each(["", "proxy.example.com", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "::1/129", "10.0.0/8"])(
  "%o is refused by name",
  (entry) => {
    expect(() => new ProxyTrust([entry])).toThrow(`"${entry}" is no address`);
  },
);

test("an IPv6 address counts with its neighbours", () => {
  expect(addressGroup("192.0.2.1")).toBe("192.0.2.1");
  expect(addressGroup("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
  expect(addressGroup("2001:0db8::1")).toBe("2001:db8:0:0::/64");
  expect(addressGroup("::1")).toBe("0:0:0:0::/64");
  expect(addressGroup("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
  expect(addressGroup("2001:db8:1:2::")).toBe("2001:db8:1:2::/64");
});
