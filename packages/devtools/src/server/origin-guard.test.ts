import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { OriginGuard } from "./origin-guard.js";

const guard = new OriginGuard({ names: ["Phone.Example"] });

function from(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { headers: { host: "127.0.0.1:8080", ...headers }, socket: { remoteAddress } } as unknown as IncomingMessage;
}
const url = (path: string) => new URL(path, "http://127.0.0.1:8080");

test("addresses and our own names are our host, names of the web are not", () => {
  const ours = (host: string) => guard.isOurHost(from("127.0.0.1", { host }));
  for (const host of ["127.0.0.1:8080", "192.0.2.7", "[::1]:8080", "localhost:1", "a.localhost", "phone.example:443"]) {
    expect(ours(host), host).toBe(true);
  }
  for (const host of ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "a b"]) {
    expect(ours(host), host).toBe(false);
  }
});

test("another page's request is told by its origin", () => {
  const same = (headers: Record<string, string>) => guard.isSameOrigin(from("127.0.0.1", headers));
  expect(same({})).toBe(true);
  expect(same({ origin: "http://127.0.0.1:8080" })).toBe(true);
  expect(same({ origin: "http://127.0.0.1:8081" })).toBe(false);
  expect(same({ origin: "https://evil.example" })).toBe(false);
  expect(same({ origin: "null" })).toBe(false);
  expect(same({ "sec-fetch-site": "cross-site" })).toBe(false);
});

test("another machine enters with the key only, and is then known by the cookie it was given", () => {
  const stranger = from("192.0.2.9");
  expect(guard.mayEnter(stranger, url("/m/"))).toBe(false);
  expect(guard.mayEnter(stranger, url("/m/?key=wrong"))).toBe(false);
  expect(guard.mayEnter(stranger, url(`/m/?key=${guard.secret}`))).toBe(true);
  expect(guard.mayRead(stranger)).toBe(false);

  const cookie = guard.admission(stranger).split(";")[0] ?? "";
  expect(guard.mayRead(from("192.0.2.9", { cookie }))).toBe(true);
  expect(guard.isAdmitted(from("192.0.2.9", { cookie: `other=1; ${cookie}` }))).toBe(true);
  expect(guard.isAdmitted(from("192.0.2.9", { cookie: `${cookie}x` }))).toBe(false);
  expect(guard.isAdmitted(from("192.0.2.9", { cookie, host: "127.0.0.1:9090" }))).toBe(false);
});

test("this machine enters and reads without a key, but has no powers before it has the cookie", () => {
  for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
    expect(guard.mayEnter(from(address), url("/"))).toBe(true);
    expect(guard.mayRead(from(address))).toBe(true);
    expect(guard.isAdmitted(from(address))).toBe(false);
  }
});
