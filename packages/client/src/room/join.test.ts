import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JOIN, recordEvents, testRoom } from "../testing/room-kit.js";
import { joinResult, participant, Refusal, ScriptedServer, subscription } from "../testing/scripted-server.js";
import type { Room } from "./room.js";

let server: ScriptedServer;
let room: Room;
let events: string[];

beforeEach(async () => {
  server = await ScriptedServer.start();
  room = testRoom(server.url);
  events = recordEvents(room);
});

afterEach(async () => {
  await room.leave();
  await server.stop();
});

const seen = (line: string) => vi.waitFor(() => expect(events).toContain(line), { interval: 5, timeout: 5_000 });

describe("join", () => {
  it("tells the content of the room after it resolved, in order", async () => {
    const microphone = { publicationId: "bob-microphone", source: "microphone" as const, muted: true };
    const camera = { publicationId: "bob-camera", source: "camera" as const, muted: false };
    server.handlers.join = () =>
      joinResult([participant("me"), participant("bob", [microphone, camera])], [subscription("bob", "camera")]);
    let resolved = false;
    const early: string[] = [];
    room.on("participantJoined", () => early.push(`resolved: ${resolved}`));
    await room.join(JOIN);
    resolved = true;
    expect(events).toEqual(["stateChanged joining"]);
    const late = recordEvents(room);
    await seen("trackAdded bob camera (video)");
    expect(events.slice(1)).toEqual([
      "stateChanged joined",
      "participantJoined me",
      "participantJoined bob",
      "published bob microphone",
      "muted bob microphone true",
      "published bob camera",
      "trackAdded bob camera (video)",
    ]);
    expect(late).toEqual(events.slice(1));
    expect(early).toEqual(["resolved: true", "resolved: true"]);
    expect(room.participants.get("bob")?.publications).toEqual([microphone, camera]);
    expect(room.remoteTrack("bob", "camera")?.kind).toBe("video");
  });

  it("emits nothing from inside the call", () => {
    const joining = room.join(JOIN);
    expect(events).toEqual([]);
    return joining;
  });

  it("sends one request before it resolves", async () => {
    await room.join(JOIN);
    expect(server.requests.map(({ method }) => method)).toEqual(["join"]);
    expect(server.asked("join")[0]).toMatchObject({
      ...JOIN,
      visible: true,
      autoSubscribe: { audio: true, video: true, screen: true },
      extraInfo: "",
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
      waited: expect.any(Number),
    });
  });

  it("fills up a partial autoSubscribe", async () => {
    await room.join({ ...JOIN, autoSubscribe: { video: false } });
    expect(server.asked("join")[0]).toMatchObject({ autoSubscribe: { audio: true, video: false, screen: true } });
  });

  it("hands the server's refusal on and may be called again", async () => {
    server.handlers.join = () => {
      throw new Refusal("token_expired", -1000);
    };
    await expect(room.join(JOIN)).rejects.toMatchObject({ name: "RtcError", reason: "token_expired", code: -1000 });
    expect(room.state).toBe("left");
    await seen("stateChanged left token_expired");
    server.handlers.join = () => joinResult([participant("me")]);
    await room.join(JOIN);
    expect(room.state).toBe("joined");
  });

  it("takes a removal in the place of the answer for the refusal", async () => {
    server.handlers.join = () => {
      server.send("removed", { error: { code: -1025, reason: "room_forbidden", message: "the room is closed" } });
      server.close(4002);
      return new Promise<never>(() => {});
    };
    await expect(room.join(JOIN)).rejects.toMatchObject({ reason: "room_forbidden", message: "the room is closed" });
    expect(events).not.toContain("removed room_forbidden");
  });

  it("refuses a second join while joining and while joined", async () => {
    const joining = room.join(JOIN);
    await expect(room.join({ ...JOIN, roomId: "other" })).rejects.toMatchObject({ reason: "already_joined" });
    await joining;
    await expect(room.join(JOIN)).rejects.toMatchObject({
      reason: "already_joined",
      message: "user me is already in the room room; leave it before joining again",
    });
    expect(room.state).toBe("joined");
  });

  it.each([
    [{ roomId: "a b" }, "illegal_room_id"],
    [{ roomId: "" }, "illegal_room_id"],
    [{ userId: "x".repeat(129) }, "illegal_user_id"],
    [{ token: "" }, "token_malformed"],
    [{ appId: "123" }, "app_unknown"],
    [{ extraInfo: "长".repeat(67) }, "bad_message"],
  ])("refuses %o as %s without a connection", async (wrong, reason) => {
    await expect(room.join({ ...JOIN, ...wrong })).rejects.toMatchObject({ reason });
    expect(server.requests).toEqual([]);
    expect(room.state).toBe("idle");
  });

  it("says that the server cannot be reached", async () => {
    await server.stop();
    await expect(room.join(JOIN)).rejects.toMatchObject({ reason: "server_unreachable" });
    await server.restart();
  });

  it("refuses an address that is none", async () => {
    const wrong = testRoom("not a url");
    await expect(wrong.join(JOIN)).rejects.toMatchObject({ reason: "server_unreachable" });
  });

  it("is ended by its signal", async () => {
    server.handlers.join = () => new Promise<never>(() => {});
    const controller = new AbortController();
    const joining = room.join({ ...JOIN, signal: controller.signal });
    await vi.waitFor(() => expect(server.asked("join")).toHaveLength(1));
    controller.abort();
    await expect(joining).rejects.toMatchObject({ reason: "aborted" });
    await vi.waitFor(() => expect(server.sockets).toHaveLength(0));
  });

  it("is not begun with a signal that has aborted", async () => {
    await expect(room.join({ ...JOIN, signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: "aborted" });
    expect(server.requests).toEqual([]);
  });

  it("is ended by leave", async () => {
    server.handlers.join = () => new Promise<never>(() => {});
    const joining = room.join(JOIN);
    const refused = expect(joining).rejects.toMatchObject({ reason: "aborted" });
    await vi.waitFor(() => expect(server.asked("join")).toHaveLength(1));
    await room.leave();
    await refused;
    expect(room.state).toBe("left");
  });

  it("rejects a malformed answer as a matter of protocol", async () => {
    server.intercept = (text, socket) => {
      socket.send(JSON.stringify({ id: JSON.parse(text).id, result: { sessionId: 7 } }));
      return true;
    };
    await expect(room.join(JOIN)).rejects.toMatchObject({
      reason: "protocol",
      message: expect.stringContaining("sessionId"),
    });
  });
});
