import type { EventEmitter } from "eventemitter3";
import { expect, it, vi } from "vitest";
import { LateClient, type LoadedClient } from "./late-client.js";
import type { RtcRoom, RtcRoomEvents } from "./ports.js";

const JOIN = {
  appId: "a",
  roomId: "r",
  userId: "u",
  token: "t",
  visible: true,
  autoSubscribe: true,
  signal: new AbortController().signal,
};

function scripted() {
  const calls: string[] = [];
  const made: EventEmitter<RtcRoomEvents>[] = [];
  const members = [{ userId: "u", publications: [] }];
  const client = {
    devices: { openMicrophone: async () => ({ kind: "audio" }), openCamera: async () => ({ kind: "video" }) },
    createRoom(events: EventEmitter<RtcRoomEvents>) {
      made.push(events);
      const told = (name: string) => async () => void calls.push(name);
      return { join: told("join"), leave: told("leave"), members: () => members } as unknown as RtcRoom;
    },
  } as unknown as LoadedClient;
  return { client, calls, made, members };
}

it("has rooms at once, whose join waits for the code", async () => {
  const { client, calls, made, members } = scripted();
  let arrive: (client: LoadedClient) => void = () => undefined;
  const arrival = new Promise<LoadedClient>((resolve) => {
    arrive = resolve;
  });
  const late = new LateClient(() => arrival);
  const room = late.createRoom();
  const changed = vi.fn();
  room.events.on("changed", changed);
  const joined = room.join(JOIN);
  const left = room.leave();
  expect(room.members()).toEqual([]);
  expect(room.remoteTrack("u", "camera")).toBeUndefined();

  arrive(client);
  await Promise.all([joined, left]);
  expect(calls).toEqual(["join", "leave"]);
  expect(room.members()).toBe(members);
  made[0]?.emit("changed");
  expect(changed).toHaveBeenCalledOnce();
});

it("loads once for everything, and begins when it is told to", async () => {
  const load = vi.fn(async () => scripted().client);
  const late = new LateClient(load);
  expect(load).not.toHaveBeenCalled();
  late.prepare();
  expect((await late.devices.openMicrophone()).kind).toBe("audio");
  expect((await late.devices.openCamera({ facing: "front" })).kind).toBe("video");
  await late.createRoom().join(JOIN);
  expect(load).toHaveBeenCalledOnce();
});

it("tells those who wait that nothing came, and tries again for the next", async () => {
  const { client } = scripted();
  const load = vi.fn(async () => client).mockRejectedValueOnce(new Error("offline"));
  const late = new LateClient(load);
  late.prepare();
  await expect(late.createRoom().join(JOIN)).rejects.toThrow("offline");
  await late.createRoom().join(JOIN);
  expect(load).toHaveBeenCalledTimes(2);
});
