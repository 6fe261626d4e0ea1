import net from "node:net";
import { SIGNALING_PATH } from "@lianmai/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Harness } from "./testing/harness.js";

const HANDSHAKE = {
  host: "localhost",
  connection: "upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

let server: Harness;
beforeEach(async () => {
  server = await Harness.start();
});
afterEach(() => server.stop());

/** What the server writes until it ends the connection, or until the handshake has succeeded. */
async function shake(changes: Record<string, string>, method = "GET"): Promise<string> {
  const headers = Object.entries({ ...HANDSHAKE, ...changes }).filter(([, value]) => value !== "");
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const socket = net.connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.write([`${method} ${SIGNALING_PATH} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
  let answer = "";
  socket.setEncoding("utf8");
  for await (const text of socket) {
    answer += text;
    if (answer.startsWith("HTTP/1.1 101 ") && answer.endsWith("\r\n\r\n")) break;
  }
  return answer;
}

function expectSecure(answer: string): void {
  for (const name of ["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"]) {
    expect(answer).toContain(`\r\n${name}: `);
  }
  expect(answer).toContain("\r\nconnection: close\r\n");
}

test.each([
  ["without a key", { "sec-websocket-key": "" }, "GET", 400, /Sec-WebSocket-Key/],
  ["with a key that is none", { "sec-websocket-key": "short" }, "GET", 400, /Sec-WebSocket-Key/],
  ["in another version", { "sec-websocket-version": "7" }, "GET", 400, /Sec-WebSocket-Version/],
  ["by another method", {}, "POST", 405, /method/],
  ["to another protocol", { upgrade: "h2c" }, "GET", 400, /Upgrade/],
  ["for subprotocols that are none", { "sec-websocket-protocol": "a,," }, "GET", 400, /Sec-WebSocket-Protocol/],
])("a handshake %s is refused with the reason and secure headers", async (_what, changes, method, status, reason) => {
  const answer = await shake(changes as Record<string, string>, method);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer.split("\r\n\r\n")[1]).toMatch(reason);
  expectSecure(answer);
  const versions = answer.includes("\r\nsec-websocket-version: 13, 8\r\n");
  expect(versions).toBe("sec-websocket-version" in changes);
});

test("a handshake that is one is taken", async () => {
  expect(await shake({})).toMatch(/^HTTP\/1\.1 101 /);
});

test.each([
  ["takes a part of its size for a client that offers compression", true],
  ["comes as it is for one that does not", false],
])("the answer to a join %s", async (_what, perMessageDeflate) => {
  // The answer tells of all members, with what they say of themselves.
  for (let member = 0; member < 20; member++) await server.join(`member-${member}`, { extraInfo: "here ".repeat(40) });
  const client = await server.connect({ perMessageDeflate });
  const { socket } = client as unknown as { socket: { _socket: net.Socket } };
  const before = socket._socket.bytesRead;
  const size = JSON.stringify(await client.request("join", server.joinParams("alice"))).length;
  const share = (socket._socket.bytesRead - before) / size;
  if (perMessageDeflate) expect(share).toBeLessThan(0.4);
  else expect(share).toBeGreaterThanOrEqual(1);
});

test("a server that has closed its signalling says so, with secure headers", async () => {
  server.signaling.close();
  const answer = await shake({});
  expect(answer).toMatch(/^HTTP\/1\.1 503 .*\r\n\r\nThe server is shutting down\.\n$/s);
  expectSecure(answer);
});
