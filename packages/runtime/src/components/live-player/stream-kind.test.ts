import { expect, it } from "vitest";
import { streamKind } from "./stream-kind.js";

it("tells WHEP and HLS by their addresses", () => {
  expect(streamKind("https://live.test/room/whep")).toEqual({ kind: "whep" });
  expect(streamKind("https://live.test/whep/room?token=1")).toEqual({ kind: "whep" });
  expect(streamKind("http://live.test/a/index.m3u8?x=1")).toEqual({ kind: "hls" });
});

it.each([
  ["rtmp://live.test/a", "WHEP or HLS"],
  ["https://live.test/a.flv", "FLV"],
  ["https://live.test/a.mp4", "<video>"],
  ["https://live.test/whepper", "neither"],
  ["room", "no address"],
])("says why %s cannot be played", (src, reason) => {
  expect(streamKind(src)).toMatchObject({ kind: "none", reason: expect.stringContaining(reason) });
});
