import { CloseCode } from "@lianmai/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JOIN, recordEvents, TestTrack, testRoom } from "../testing/room-kit.js";
import { joinResult, participant, Refusal, ScriptedServer, subscription } from "../testing/scripted-server.js";
import type { Room } from "./room.js";

let server: ScriptedServer;
let room: Room;
let events: string[];

const microphone = { publicationId: "bob-microphone", source: "microphone" as const, muted: false };
const camera = { publicationId: "bob-camera", source: "camera" as const, muted: false };

beforeEach(async () => {
  server = await ScriptedServer.start();
  room = testRoom(server.url);
  events = recordEvents(room);
  server.handlers.join = () =>
    joinResult([participant("me"), participant("bob", [camera])], [subscription("bob", "camera")]);
  await room.join(JOIN);
  await seen("trackAdded bob camera (video)");
  events.length = 0;
});

afterEach(async () => {
  await room.leave();
  await server.stop();
});

const seen = (line: string) => vi.waitFor(() => expect(events).toContain(line), { interval: 5, timeout: 5_000 });

describe("a cut connection", () => {
  it("is resumed, and what changed meanwhile comes as ordinary events", async () => {
    server.handlers.resume = () => ({
      room: { version: 9, participants: [participant("me"), participant("carol"), participant("bob", [microphone])] },
      subscriptions: [subscription("bob", "microphone", true)],
    });
    server.cut();
    await seen("reconnected");
    await seen("trackAdded bob microphone (audio)");
    expect(events).toEqual([
      "stateChanged reconnecting server_unreachable",
      "reconnecting",
      "trackRemoved bob camera",
      "participantJoined carol",
      "unpublished bob camera",
      "published bob microphone",
      "stateChanged joined",
      "reconnected",
      "trackAdded bob microphone (audio)",
    ]);
    expect(server.asked("resume")).toEqual([{ sessionId: "session-1", resumeKey: "key-1" }]);
    expect(server.asked("join")).toHaveLength(1);
  });

  it("is resumed without a word when nothing changed", async () => {
    server.handlers.resume = () => ({
      room: { version: 1, participants: [participant("me"), participant("bob", [camera])] },
      subscriptions: [subscription("bob", "camera")],
    });
    server.cut();
    await seen("reconnected");
    expect(events).toEqual([
      "stateChanged reconnecting server_unreachable",
      "reconnecting",
      "stateChanged joined",
      "reconnected",
    ]);
  });

  it("keeps the order of events that come before the resume is taken over", async () => {
    server.handlers.resume = () => {
      server.send("participantJoined", { participant: participant("carol") }, 3);
      return { room: { version: 2, participants: [participant("me"), participant("dave")] }, subscriptions: [] };
    };
    server.cut();
    await seen("reconnected");
    expect(events.filter((line) => line.startsWith("participant"))).toEqual([
      "participantLeft bob left",
      "participantJoined dave",
      "participantJoined carol",
    ]);
  });

  it("carries out what was asked for while it was lost, once", async () => {
    await room.publish("microphone", new TestTrack("audio").asTrack());
    server.handlers.resume = () => ({
      room: {
        version: 2,
        participants: [participant("me", [{ publicationId: "microphone-1", source: "microphone", muted: false }])],
      },
      subscriptions: [],
    });
    await server.stop();
    await seen("reconnecting");
    const asked = Promise.all([
      room.setMuted("microphone", true),
      room.publish("camera", new TestTrack("video").asTrack()),
      room.subscribe("carol", "camera"),
      room.updateToken("001next"),
    ]);
    await server.restart();
    await asked;
    expect(server.asked("mute")).toEqual([{ publicationId: "microphone-1", muted: true }]);
    expect(server.asked("publish")).toHaveLength(2);
    expect(server.asked("subscribe")).toEqual([{ userId: "carol", source: "camera" }]);
    expect(server.asked("updateToken")).toEqual([{ token: "001next" }]);
  });

  it("does not publish twice when only the answer was lost", async () => {
    server.handlers.publish = (_, socket) => {
      socket.terminate();
      return { publicationId: "lost-answer" };
    };
    server.handlers.resume = () => ({
      room: {
        version: 2,
        participants: [participant("me", [{ publicationId: "lost-answer", source: "camera", muted: false }])],
      },
      subscriptions: [],
    });
    await room.publish("camera", new TestTrack("video").asTrack());
    expect(server.asked("publish")).toHaveLength(1);
    await seen("published me camera");
  });

  it("takes back what was unpublished while it was lost", async () => {
    await room.publish("camera", new TestTrack("video").asTrack());
    server.handlers.resume = () => ({
      room: {
        version: 2,
        participants: [participant("me", [{ publicationId: "camera-1", source: "camera", muted: false }])],
      },
      subscriptions: [],
    });
    await server.stop();
    await seen("reconnecting");
    const asked = room.unpublish("camera");
    await server.restart();
    await asked;
    expect(server.asked("unpublish")).toEqual([{ publicationId: "camera-1" }]);
  });

  it("is joined anew when the session is gone, with the same tracks and wishes", async () => {
    await room.publish("camera", new TestTrack("video").asTrack());
    await room.setMuted("camera", true);
    await room.unsubscribe("bob", "microphone");
    await room.updateToken("001next");
    events.length = 0;
    server.handlers.resume = () => {
      throw new Refusal("session_gone");
    };
    server.cut();
    await seen("reconnected");
    await vi.waitFor(() => expect(server.asked("publish")).toHaveLength(2));
    await seen("trackAdded bob camera (video)");
    expect(server.asked("join")).toHaveLength(2);
    expect(server.asked("join")[1]).toMatchObject({ ...JOIN, token: "001next" });
    expect(server.asked("publish")[1]).toMatchObject({ source: "camera", muted: true });
    await vi.waitFor(() => expect(server.asked("unsubscribe")).toHaveLength(2));
    expect(events).toEqual([
      "stateChanged reconnecting server_unreachable",
      "reconnecting",
      "trackRemoved bob camera",
      "stateChanged joined",
      "reconnected",
      "trackAdded bob camera (video)",
    ]);
    expect(room.participants.get("me")?.publications).toMatchObject([{ source: "camera", muted: true }]);
  });

  it("is joined at once when the media worker is lost", async () => {
    server.close(CloseCode.MediaLost, "the media worker is gone");
    await seen("reconnected");
    expect(server.asked("resume")).toHaveLength(0);
    expect(server.asked("join")).toHaveLength(2);
  });

  it("says which publication the server does not take again", async () => {
    await room.publish("camera", new TestTrack("video").asTrack());
    server.handlers.publish = () => {
      throw new Refusal("publish_limit", -1080);
    };
    server.close(CloseCode.MediaLost);
    await seen("publicationLost camera publish_limit");
    await seen("unpublished me camera");
    expect(room.state).toBe("joined");
  });

  it("is not made again after a refusal that would only be repeated", async () => {
    server.handlers.resume = () => {
      throw new Refusal("session_gone");
    };
    server.handlers.join = () => {
      throw new Refusal("token_expired", -1000);
    };
    server.cut();
    await seen("stateChanged left token_expired");
    expect(events.slice(-3)).toEqual([
      "trackRemoved bob camera",
      "removed token_expired",
      "stateChanged left token_expired",
    ]);
  });

  it("is joined anew with a token that came while it was lost", async () => {
    server.handlers.resume = () => {
      throw new Refusal("session_gone");
    };
    server.handlers.join = ({ token }) => {
      if (token !== "001fresh") throw new Refusal("token_expired", -1000);
      return joinResult([participant("me")]);
    };
    await server.stop();
    await seen("reconnecting");
    const updated = room.updateToken("001fresh");
    await server.restart();
    await updated;
    expect(room.state).toBe("joined");
  });

  it("is given up when the policy says so", async () => {
    await server.stop();
    await seen("stateChanged left server_unreachable");
    expect(events).toContain("removed server_unreachable");
    await server.restart();
    server.handlers.join = () => joinResult([participant("me")]);
    await room.join(JOIN);
    expect(room.state).toBe("joined");
  });

  it("is not made again after leave", async () => {
    await server.stop();
    await seen("reconnecting");
    await room.leave();
    await seen("stateChanged left");
    await server.restart();
    await vi.waitFor(() => expect(server.asked("leave")).toHaveLength(1));
    expect(server.asked("join")).toHaveLength(1);
    await vi.waitFor(() => expect(server.sockets).toHaveLength(0));
  });
});

describe("a leave that the server does not hear", () => {
  const session = { sessionId: "session-1", resumeKey: "key-1" };

  it("is told on another socket once there is a way again, and ends there", async () => {
    await server.stop();
    await seen("reconnecting");
    await room.leave();
    await server.restart();
    await vi.waitFor(() => expect(server.asked("leave")).toHaveLength(1));
    expect(server.asked("resume")).toEqual([session]);
    await vi.waitFor(() => expect(server.sockets).toHaveLength(0));
  });

  it("is told on another socket where the first gives no answer", async () => {
    const silent = server.sockets[0];
    server.intercept = (_text, socket) => socket === silent;
    await room.leave();
    await vi.waitFor(() => expect(server.asked("leave")).toHaveLength(1));
    expect(server.asked("resume")).toEqual([session]);
  });

  it("is not told again to a server that has no such session", async () => {
    server.handlers.resume = () => {
      throw new Refusal("session_gone");
    };
    server.handlers.leave = () => {
      throw new Refusal("not_joined");
    };
    await room.leave();
    await vi.waitFor(() => expect(server.asked("resume")).toHaveLength(1));
    await vi.waitFor(() => expect(server.sockets).toHaveLength(0));
    await room.join(JOIN);
    expect(server.asked("resume")).toHaveLength(1);
  });
});

it("takes a malformed event for a lost connection and resumes", async () => {
  server.handlers.resume = () => ({
    room: { version: 1, participants: [participant("me"), participant("bob", [camera])] },
    subscriptions: [subscription("bob", "camera")],
  });
  server.send("participantJoined", { participant: participant("bad id") });
  await seen("reconnected");
  expect(events[0]).toBe("stateChanged reconnecting protocol");
  server.sendText("{not json");
  await vi.waitFor(() => expect(events.filter((line) => line === "reconnected")).toHaveLength(2));
});

it("takes a server that says nothing for lost", async () => {
  await room.leave();
  room = testRoom(server.url, { times: { pingInterval: 40, silence: 80 } });
  events = recordEvents(room);
  await room.join(JOIN);
  await vi.waitFor(() => expect(server.asked("ping").length).toBeGreaterThan(2));
  expect(events).not.toContain("reconnecting");
  server.intercept = (text) => JSON.parse(text).method === "ping";
  await seen("reconnecting");
  server.intercept = undefined;
  await seen("reconnected");
});
