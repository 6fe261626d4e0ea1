import { expect, it } from "vitest";
import { CookieJar } from "./cookie-jar.js";

function jarAt(time: number) {
  const clock = { now: time };
  return { clock, jar: new CookieJar(() => clock.now) };
}

it("gives cookies back to where they came from, longer paths first", () => {
  const { jar } = jarAt(0);
  jar.store("https://a.test/user/login", "sid=1; HttpOnly, theme=dark; Path=/, deep=2; Path=/user/me");
  expect(jar.header("https://a.test/user/x")).toBe("sid=1; theme=dark");
  expect(jar.header("https://a.test/user/me/x")).toBe("deep=2; sid=1; theme=dark");
  expect(jar.header("https://a.test/users")).toBe("theme=dark");
  expect(jar.header("https://b.a.test/user/x")).toBeUndefined();
  expect(jar.header("wss://a.test/user/x")).toBe("sid=1; theme=dark");
});

it("shares them with the hosts below a domain, and takes none for another's", () => {
  const { jar } = jarAt(0);
  jar.store("https://api.a.test/", "all=1; Domain=.a.test; Path=/, other=2; Domain=b.test");
  expect(jar.header("https://www.a.test/")).toBe("all=1");
  expect(jar.header("https://b.test/")).toBeUndefined();
});

it("keeps secure ones from plain HTTP", () => {
  const { jar } = jarAt(0);
  jar.store("https://a.test/", "s=1; Secure; Path=/");
  expect(jar.header("http://a.test/")).toBeUndefined();
  expect(jar.header("https://a.test/")).toBe("s=1");
});

it("replaces, forgets and expires them", () => {
  const { clock, jar } = jarAt(1_000_000);
  jar.store("https://a.test/", "a=1; Max-Age=10, b=1; Expires=Thu, 01 Jan 1970 00:30:00 GMT, c=%E4%BD%A0");
  expect(jar.header("https://a.test/")).toBe("a=1; b=1; c=%E4%BD%A0");
  jar.store("https://a.test/", "a=2; Max-Age=10");
  expect(jar.header("https://a.test/")).toContain("a=2");
  jar.store("https://a.test/", "c=; Max-Age=0");
  clock.now += 10_001;
  expect(jar.header("https://a.test/")).toBe("b=1");
  clock.now = 31 * 60_000;
  expect(jar.header("https://a.test/")).toBeUndefined();
});
