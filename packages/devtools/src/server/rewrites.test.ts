import { expect, test } from "vitest";
import { Rewrites } from "./rewrites.js";

const apply = (rules: Record<string, string>, url: string) => new Rewrites(rules).apply(new URL(url)).href;

test("a request for the origin goes to the target, path and query kept", () => {
  const rules = { "https://api.example.com": "http://127.0.0.1:3001" };
  expect(apply(rules, "https://api.example.com/token?room=a%20b")).toBe("http://127.0.0.1:3001/token?room=a%20b");
  expect(apply(rules, "https://api.example.com:443/")).toBe("http://127.0.0.1:3001/");
});

test("other origins, and the same host on another port, stay as they are", () => {
  const rules = { "https://api.example.com": "http://127.0.0.1:3001" };
  expect(apply(rules, "http://api.example.com/token")).toBe("http://api.example.com/token");
  expect(apply(rules, "https://api.example.com:8443/token")).toBe("https://api.example.com:8443/token");
  expect(apply(rules, "https://example.com/token")).toBe("https://example.com/token");
});

test("a port of the origin does not leak into a target without one, and a target's path goes in front", () => {
  const rules = { "http://10.0.0.1:8080": "https://staging.example.com/v2/" };
  expect(apply(rules, "http://10.0.0.1:8080/token")).toBe("https://staging.example.com/v2/token");
});

test("a rule that is no origin or no URL is refused with the rule in the sentence", () => {
  expect(() => new Rewrites({ "https://api.example.com/path": "http://a" })).toThrow(/is not an origin/);
  expect(() => new Rewrites({ "api.example.com": "http://a" })).toThrow(/"api\.example\.com" is not an origin/);
  expect(() => new Rewrites({ "https://api.example.com": "ftp://a" })).toThrow(/"ftp:\/\/a" is not a URL/);
});
