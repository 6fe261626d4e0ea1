import { expect, test } from "vitest";
import { describeMediaEngine } from "../media-engine.contract.js";
import { RTP_CAPABILITIES, rtpParameters } from "../testing/sample-media.js";
import { MemoryEngine } from "./memory-engine.js";

describeMediaEngine("in memory", async () => {
  const engine = new MemoryEngine();
  return { engine, loseRooms: () => engine.loseRooms() };
});

test("tells levels of observed producers only", async () => {
  const room = await new MemoryEngine().createRoom();
  const peer = await room.openPeer(RTP_CAPABILITIES);
  const [observed, silent] = await Promise.all(
    [true, false].map((observeLevel, index) =>
      peer.produce({ kind: "audio", rtpParameters: rtpParameters("audio", index + 1), paused: false, observeLevel }),
    ),
  );
  const heard: unknown[] = [];
  room.events.on("levels", (levels) => heard.push(levels));
  room.hear([
    { producerId: observed?.id ?? "", volume: -20 },
    { producerId: silent?.id ?? "", volume: -30 },
  ]);
  expect(heard).toEqual([[{ producerId: observed?.id, volume: -20 }]]);
});
