import { describe, expect, test } from "vitest";
import { MediaStartError } from "./media-error.js";
import { checkListenOptions } from "./options.js";

const LOOPBACK = [{ ip: "127.0.0.1" }];

describe("checkListenOptions", () => {
  test("takes addresses of this machine, and all of them with an announced one", () => {
    checkListenOptions([...LOOPBACK, { ip: "::", announcedAddress: "media.example.com" }], 65_535, 1);
  });

  test.each([
    ["no address", [], 7900, 1, /at least one/],
    ["an open address that nobody can be told", [{ ip: "0.0.0.0" }], 7900, 1, /needs an announced address/],
    ["no worker", LOOPBACK, 7900, 0, /at least 1 media worker/],
    ["ports past the last one", LOOPBACK, 65_535, 2, /up to 65536/],
    ["port 0", LOOPBACK, 0, 1, /from 1 to 65535/],
  ])("refuses %s", (_, listenIps, basePort, workers, message) => {
    const attempt = () => checkListenOptions(listenIps, basePort, workers);
    expect(attempt).toThrow(MediaStartError);
    expect(attempt).toThrow(message);
  });
});
