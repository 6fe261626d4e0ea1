import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JOIN, recordEvents, TestTrack, testRoom } from "../testing/room-kit.js";
import { participant, Refusal, ScriptedServer, subscription } from "../testing/scripted-server.js";
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

describe("a room that was joined", () => {
  beforeEach(async () => {
    await room.join(JOIN);
    await seen("participantJoined me");
    events.length = 0;
  });

  it("turns the server's events into its own", async () => {
    const publication = { publicationId: "bob-camera", source: "camera" as const, muted: false };
    server.send("participantJoined", { participant: participant("bob") }, 2);
    server.send("published", { userId: "bob", publication }, 3);
    server.send("subscribed", { subscription: subscription("bob", "camera", true) });
    await seen("trackAdded bob camera (video)");
    await vi.waitFor(() =>
      expect(server.asked("updateSubscriptions")).toEqual([
        { updates: [{ subscriptionId: "bob-camera-subscription", paused: false }] },
      ]),
    );
    server.send("muted", { userId: "bob", publicationId: "bob-camera", source: "camera", muted: true }, 4);
    server.send("speaking", { speakers: [{ userId: "bob", volume: -30 }] });
    server.send("message", { from: "server", private: false, binary: false, message: "hello" });
    server.send("participantLeft", { userId: "bob", reason: "left" }, 5);
    await seen("participantLeft bob left");
    expect(events).toEqual([
      "participantJoined bob",
      "published bob camera",
      "trackAdded bob camera (video)",
      "muted bob camera true",
      'speaking [{"userId":"bob","volume":-30}]',
      'message {"from":"server","private":false,"message":"hello"}',
      "trackRemoved bob camera",
      "unpublished bob camera",
      "participantLeft bob left",
    ]);
  });

  it("tells twice-told events once", async () => {
    for (let time = 0; time < 2; time++) {
      server.send("participantJoined", { participant: participant("bob") }, 2);
      server.send("participantLeft", { userId: "bob", reason: "connection_lost" }, 3);
      server.send("participantLeft", { userId: "nobody", reason: "left" }, 3);
    }
    server.send("speaking", { speakers: [] });
    await seen("speaking []");
    expect(events).toEqual(["participantJoined bob", "participantLeft bob connection_lost", "speaking []"]);
  });

  it("ignores an event that it does not know", async () => {
    server.sendText(JSON.stringify({ event: "somethingNew", data: { a: 1 } }));
    server.send("speaking", { speakers: [] });
    await seen("speaking []");
    expect(room.state).toBe("joined");
  });

  it("publishes, mutes, replaces and unpublishes in the order of the calls", async () => {
    const first = new TestTrack("video");
    const second = new TestTrack("video");
    const done = Promise.all([
      room.publish("camera", first.asTrack()),
      room.setMuted("camera", true),
      room.replaceTrack("camera", second.asTrack()),
      room.setMuted("camera", false),
    ]);
    await done;
    await seen("published me camera");
    expect(server.asked("publish")).toHaveLength(1);
    expect(room.participants.get("me")?.publications).toEqual([
      { publicationId: "camera-1", source: "camera", muted: false },
    ]);
    await room.setMuted("camera", true);
    expect(server.asked("mute")).toEqual([{ publicationId: "camera-1", muted: true }]);
    await seen("muted me camera true");
    await room.unpublish("camera");
    expect(server.asked("unpublish")).toEqual([{ publicationId: "camera-1" }]);
    await seen("unpublished me camera");
    await room.unpublish("camera");
    expect(server.asked("unpublish")).toHaveLength(1);
    expect([first.readyState, second.readyState, first.enabled]).toEqual(["live", "live", true]);
  });

  it("tells the server of DTLS before it publishes", async () => {
    await room.publish("microphone", new TestTrack("audio").asTrack());
    const methods = server.requests.map(({ method }) => method);
    expect(methods.indexOf("connectTransport")).toBeLessThan(methods.indexOf("publish"));
  });

  it("leaves nothing published when publish and unpublish race", async () => {
    const publishing = room.publish("camera", new TestTrack("video").asTrack());
    await room.unpublish("camera");
    await publishing;
    expect(server.asked("unpublish")).toHaveLength(server.asked("publish").length);
    expect(room.participants.get("me")?.publications).toEqual([]);
  });

  it("rejects what the server refuses to publish, and can publish later", async () => {
    server.handlers.publish = () => {
      throw new Refusal("publish_not_permitted", -1002);
    };
    const track = new TestTrack("audio").asTrack();
    await expect(room.publish("microphone", track)).rejects.toMatchObject({ reason: "publish_not_permitted" });
    server.handlers.publish = () => ({ publicationId: "p" });
    await room.publish("microphone", track);
    await seen("published me microphone");
  });

  it("keeps a publication whose change fails, and makes the change with the next call", async () => {
    await room.publish("camera", new TestTrack("video").asTrack());
    server.handlers.mute = () => {
      throw new Refusal("internal");
    };
    await expect(room.setMuted("camera", true)).rejects.toMatchObject({ reason: "internal" });
    expect(room.participants.get("me")?.publications).toMatchObject([{ source: "camera", muted: false }]);
    server.handlers.mute = () => ({});
    await room.setMuted("camera", true);
    expect(room.participants.get("me")?.publications).toMatchObject([{ source: "camera", muted: true }]);
  });

  it("can publish anew when the server no longer knows a publication", async () => {
    await room.publish("camera", new TestTrack("video").asTrack());
    server.handlers.mute = () => {
      throw new Refusal("not_found");
    };
    await expect(room.setMuted("camera", true)).rejects.toMatchObject({ reason: "not_found" });
    await seen("unpublished me camera");
    await room.publish("camera", new TestTrack("video").asTrack());
    expect(server.asked("publish")).toHaveLength(2);
  });

  it("refuses tracks that do not fit", async () => {
    const audio = new TestTrack("audio");
    await expect(room.publish("camera", audio.asTrack())).rejects.toMatchObject({ reason: "unsupported_media" });
    audio.stop();
    await expect(room.publish("microphone", audio.asTrack())).rejects.toMatchObject({ reason: "track_ended" });
    await expect(room.setMuted("screen", true)).rejects.toMatchObject({ reason: "not_found" });
  });

  it("unpublishes a track that ended by itself and says so", async () => {
    const camera = new TestTrack("video");
    await room.publish("camera", camera.asTrack());
    camera.unplug();
    await seen("unpublished me camera");
    expect(events).toEqual(["published me camera", "publicationLost camera track_ended", "unpublished me camera"]);
    await vi.waitFor(() => expect(server.asked("unpublish")).toHaveLength(1));
  });

  it("says which publication the server ended by itself", async () => {
    await room.publish("camera", new TestTrack("video").asTrack());
    server.send("unpublished", { userId: "me", publicationId: "camera-1", source: "camera" }, 2);
    await seen("unpublished me camera");
    expect(events).toEqual([
      "published me camera",
      "publicationLost camera publish_not_permitted",
      "unpublished me camera",
    ]);
    expect(server.asked("unpublish")).toHaveLength(0);
  });

  it("takes the server's word about a publication that it took back itself for granted", async () => {
    const again = new TestTrack("video").asTrack();
    let publishing: Promise<void> | undefined;
    server.handlers.unpublish = ({ publicationId }) => {
      server.send("unpublished", { userId: "me", publicationId, source: "camera" }, 2);
      publishing = room.publish("camera", again);
      return {};
    };
    await room.publish("camera", new TestTrack("video").asTrack());
    await room.unpublish("camera");
    await publishing;
    await vi.waitFor(() => expect(events).toHaveLength(3));
    expect(events).toEqual(["published me camera", "unpublished me camera", "published me camera"]);
    expect(server.asked("publish")).toHaveLength(2);
  });

  it("goes on with a publication that was given up and taken up again at once", async () => {
    await room.publish("camera", new TestTrack("video").asTrack());
    await Promise.all([room.unpublish("camera"), room.publish("camera", new TestTrack("video").asTrack())]);
    expect(room.participants.get("me")?.publications).toMatchObject([{ source: "camera" }]);
    expect(server.asked("unpublish")).toHaveLength(0);
  });

  it("drops a track at once when it is unsubscribed, and does not take it again", async () => {
    server.send("participantJoined", { participant: participant("bob") }, 2);
    server.send("subscribed", { subscription: subscription("bob", "camera", true) });
    await seen("trackAdded bob camera (video)");
    await room.unsubscribe("bob", "camera");
    await seen("trackRemoved bob camera");
    expect(room.remoteTrack("bob", "camera")).toBeUndefined();
    server.send("subscribed", { subscription: subscription("bob", "camera", true) });
    server.send("speaking", { speakers: [] });
    await seen("speaking []");
    expect(events.filter((line) => line.startsWith("trackAdded"))).toHaveLength(1);
    await room.subscribe("bob", "camera");
    server.send("subscribed", { subscription: subscription("bob", "camera", true) });
    await vi.waitFor(() => expect(events.filter((line) => line.startsWith("trackAdded"))).toHaveLength(2));
  });

  it("says which subscription this browser cannot play", async () => {
    const strange = subscription("bob", "camera", true);
    strange.rtpParameters = { codecs: [{ mimeType: "video/none", payloadType: 99, clockRate: 90000 }], encodings: [] };
    server.send("subscribed", { subscription: strange });
    await seen("subscriptionFailed bob camera unsupported_media");
    expect(room.state).toBe("joined");
  });

  it("is out when the server says so", async () => {
    server.send("removed", { error: { code: -1004, reason: "duplicate_login", message: "joined elsewhere" } });
    await seen("stateChanged left duplicate_login");
    expect(events).toEqual(["removed duplicate_login", "stateChanged left duplicate_login"]);
    expect(room.roomId).toBeUndefined();
    await expect(room.publish("camera", new TestTrack("video").asTrack())).rejects.toMatchObject({
      reason: "not_joined",
    });
  });

  it("tells why a token was refused and keeps the old one", async () => {
    server.handlers.updateToken = () => {
      throw new Refusal("token_expired", -1010);
    };
    await expect(room.updateToken("001new")).rejects.toMatchObject({ reason: "token_expired", code: -1010 });
    expect(room.state).toBe("joined");
  });

  it("publishes nothing any more once it is invisible", async () => {
    server.handlers.setVisibility = ({ visible }) => {
      if (!visible) server.send("unpublished", { userId: "me", publicationId: "camera-1", source: "camera" }, 2);
      return {};
    };
    await room.publish("camera", new TestTrack("video").asTrack());
    await room.setVisibility(false);
    await seen("participantLeft me invisible");
    expect(events).toEqual(["published me camera", "unpublished me camera", "participantLeft me invisible"]);
    await room.setVisibility(true);
    await seen("participantJoined me");
  });

  it("leaves once, telling every track that is gone", async () => {
    server.send("participantJoined", { participant: participant("bob") }, 2);
    server.send("subscribed", { subscription: subscription("bob", "microphone", true) });
    await seen("trackAdded bob microphone (audio)");
    await Promise.all([room.leave(), room.leave()]);
    await room.leave();
    await seen("stateChanged left");
    expect(events.slice(-2)).toEqual(["trackRemoved bob microphone", "stateChanged left"]);
    expect(server.asked("leave")).toHaveLength(1);
    expect(room.participants.size).toBe(0);
  });
});

describe("a room that is not joined", () => {
  it("refuses what needs one and lets the rest be", async () => {
    const track = new TestTrack("audio").asTrack();
    await expect(room.publish("microphone", track)).rejects.toMatchObject({ reason: "not_joined" });
    await expect(room.subscribe("bob", "camera")).rejects.toMatchObject({ reason: "not_joined" });
    await expect(room.getStats()).rejects.toMatchObject({ reason: "not_joined" });
    await room.unpublish("microphone");
    await room.leave();
    expect(room.remoteTrack("bob", "camera")).toBeUndefined();
    expect(room.state).toBe("idle");
  });
});
