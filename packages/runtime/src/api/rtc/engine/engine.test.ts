import { afterEach, describe, expect, it, vi } from "vitest";
import { APP_ID, ask, JOIN, member, ScriptedTrack, Stage, settle } from "../rtc.fixture.js";

const CHANNEL = { channelId: "r1", uid: "alice", token: "001token" };

/** An engine whose events are kept as `name argument argument`; times are left out. */
function started() {
  const stage = new Stage();
  const engine = stage.tt.getRtcEngine(APP_ID);
  const events: string[] = [];
  const told = (name: string, take = (args: unknown[]) => args) =>
    engine.on(name, (...args: unknown[]) =>
      events.push([name, ...take(args).map((one) => JSON.stringify(one))].join(" ")),
    );
  const withoutTime = (args: unknown[]) => args.slice(0, -1);
  for (const name of ["joinChannelSuccess", "rejoinChannelSuccess", "userJoined", "firstRemoteAudioFrame"]) {
    told(name, withoutTime);
  }
  for (const name of [
    ...["leaveChannel", "connectionInterrupted", "connectionLost", "userOffline", "networkQuality", "userMuteAudio"],
    ...["userEnableAudio", "userEnableLocalAudio", "streamPublishSucceed", "warning", "error"],
  ]) {
    told(name);
  }
  return { stage, engine, events };
}

async function joined() {
  const { stage, engine, events } = started();
  expect((await ask(engine.joinChannel, CHANNEL)).kind).toBe("success");
  await settle();
  events.length = 0;
  return { stage, engine, events };
}

afterEach(() => vi.useRealTimers());

describe("the engine", () => {
  it("joins for voices alone, also with a number for the user, and leaves", async () => {
    const { stage, engine, events } = started();
    expect(await ask(engine.joinChannel, { ...CHANNEL, uid: 7 })).toEqual({
      kind: "success",
      errMsg: "joinChannel:ok",
    });
    await settle();
    expect(stage.room.joinOptions).toMatchObject({ appId: APP_ID, roomId: "r1", userId: "7", autoSubscribe: "audio" });
    expect((await ask(engine.leaveChannel)).kind).toBe("success");
    await settle();
    expect(events).toEqual(["joinChannelSuccess", "leaveChannel"]);
    expect(stage.room.log).toEqual(["join", "leave"]);
  });

  it("is one until it is destroyed, is of the session of the context, and needs no appId beside one", async () => {
    const stage = new Stage();
    const context = stage.context();
    const engine = stage.tt.getRtcEngine();
    expect(stage.tt.getRtcEngine("other")).toBe(engine);
    await ask(engine.joinChannel, CHANNEL);
    expect(await ask(context.joinRtcRoom, JOIN)).toMatchObject({ errNo: 21100 });
    expect((await ask(engine.destroy)).kind).toBe("success");
    expect(stage.room.log).toEqual(["join", "leave"]);
    expect((await ask(context.joinRtcRoom, JOIN)).kind).toBe("success");
    expect(await ask(engine.joinChannel, CHANNEL)).toMatchObject({ kind: "fail", errCode: 101 });
    expect(stage.tt.getRtcEngine(APP_ID)).not.toBe(engine);
  });

  it("fails with 103 for a bad parameter and without an appId, with 102 for everything else", async () => {
    const { stage, engine } = started();
    expect(await ask(engine.joinChannel, { ...CHANNEL, uid: "" })).toMatchObject({ errCode: 103 });
    stage.prepareRoom = (room) =>
      room.refusals.set("join", Object.assign(new Error("no"), { code: 1, reason: "timeout" }));
    const answer = await ask(engine.joinChannel, CHANNEL);
    expect(answer).toEqual({ kind: "fail", errMsg: "joinChannel:fail no", errCode: 102 });
    const nameless = await ask(new Stage().tt.getRtcEngine().joinChannel, CHANNEL);
    expect(nameless.errMsg).toContain("is no RTC AppId");
  });

  it("turns the microphone on and off, mutes it for the others to see, and says how it stands", async () => {
    const { stage, engine, events } = await joined();
    const first = vi.fn();
    engine.onFirstLocalAudioFrame(first);
    expect(engine.getLocalAudioStatus()).toBe(false);
    await ask(engine.enableLocalAudio);
    await settle();
    expect(engine.getLocalAudioStatus()).toBe(true);
    await ask(engine.muteLocalAudioStream);
    await ask(engine.unmuteLocalAudioStream);
    await ask(engine.disableLocalAudio);
    await settle();
    await ask(engine.enableLocalAudio);
    await settle();
    expect(stage.room.log.slice(1)).toEqual([
      "publish microphone",
      "mute microphone",
      "unmute microphone",
      "unpublish microphone",
      "publish microphone",
    ]);
    expect(events).toEqual(['streamPublishSucceed "alice"', 'streamPublishSucceed "alice"']);
    expect(first).toHaveBeenCalledTimes(1);
  });

  it("muted before it is published is published so", async () => {
    const { stage, engine } = await joined();
    await ask(engine.muteLocalAudioStream);
    await ask(engine.enableLocalAudio);
    await settle();
    expect(stage.room.log.at(-1)).toBe("publish microphone muted");
  });

  it("sets the volumes of the microphone and of everybody, by a number or an object", async () => {
    const { stage, engine } = await joined();
    await ask(engine.enableLocalAudio);
    await ask(engine.adjustRecordingSignalVolume, { volume: 150 });
    await settle();
    expect(stage.devices.filters).toMatchObject([{ denoise: false, gain: 150 }]);
    engine.adjustRecordingSignalVolume(50);
    engine.adjustPlaybackSignalVolume(80);
    await settle();
    expect(stage.devices.filters).toMatchObject([{ gain: 50 }]);
    expect(stage.room.sound.at(-1)).toBe("master 80");
    await ask(engine.adjustRecordingSignalVolume, { volume: 100 });
    await settle();
    expect(stage.devices.filters[0]?.closed).toBe(true);
  });

  it("silences one or all on this side", async () => {
    const { stage, engine } = await joined();
    stage.room.sound.length = 0;
    await ask(engine.muteRemoteAudioStream, { uid: "bob" });
    engine.unmuteRemoteAudioStream("bob");
    await ask(engine.muteAllRemoteAudioStream);
    await ask(engine.unmuteAllRemoteAudioStream);
    expect(stage.room.sound).toEqual(["muted bob true", "muted bob false", "all muted true", "all muted false"]);
  });

  it("tells who comes and goes, why, and how they sound", async () => {
    const { stage, events } = await joined();
    const bob = (muted: boolean) => ({ userId: "bob", publications: [{ source: "microphone" as const, muted }] });
    stage.room.setOthers(member("bob"));
    stage.room.setOthers(bob(false));
    stage.room.tracks.set("bob microphone", new ScriptedTrack("bob") as unknown as MediaStreamTrack);
    stage.room.setOthers(bob(true));
    stage.room.setOthers(bob(false));
    stage.room.setOthers(member("bob"));
    stage.room.events.emit("memberLeft", "bob", "connection_lost");
    stage.room.setOthers();
    expect(events).toEqual([
      'userJoined "bob"',
      'userEnableAudio "bob" true',
      'userEnableLocalAudio "bob" true',
      'userMuteAudio "bob" true',
      'firstRemoteAudioFrame "bob"',
      'userMuteAudio "bob" false',
      'userEnableAudio "bob" false',
      'userEnableLocalAudio "bob" false',
      'userOffline "bob" 1',
    ]);
  });

  it("tells how the connection is, what goes wrong, and how the call ended", async () => {
    for (const [reason, code, told] of [
      ["server_unreachable", 1007, "connectionLost"],
      ["kicked_out", -1006, "error -1006"],
    ] as const) {
      const { stage, events } = await joined();
      const { events: room } = stage.room;
      room.emit("reconnecting", { code: 1007, reason: "server_unreachable", message: "lost" });
      room.emit("reconnected");
      room.emit("subscriptionFailed", { code: -1, reason: "subscribe_limit", message: "too many" });
      room.emit("networkQuality", { local: { userId: "alice", uplink: 1, downlink: 2 }, remote: [] });
      await settle();
      room.emit("removed", { code, reason, message: reason });
      await settle();
      expect(events).toEqual([
        'networkQuality "alice" 1 2',
        "connectionInterrupted",
        "rejoinChannelSuccess",
        "warning 21104",
        told,
        "leaveChannel",
      ]);
    }
  });

  it("tells volumes as often as it is asked to, 0 to 255, until it is destroyed", async () => {
    const { stage, engine } = await joined();
    const heard: unknown[] = [];
    engine.onAudioVolumeIndication((...args: unknown[]) => heard.push(args));
    vi.useFakeTimers();
    const enabled = ask(engine.enableAudioVolumeIndication, { interval: 500 });
    await vi.advanceTimersByTimeAsync(0);
    await enabled;
    stage.room.events.emit("speaking", [
      { userId: "bob", volume: 0 },
      { userId: "carl", volume: -127 },
    ]);
    await vi.advanceTimersByTimeAsync(1_000);
    const all = [
      { uid: "bob", volume: 255 },
      { uid: "carl", volume: 0 },
    ];
    expect(heard).toEqual([
      [all, 255, 2],
      [all, 255, 2],
    ]);
    const destroyed = ask(engine.destroy);
    await vi.advanceTimersByTimeAsync(2_000);
    await destroyed;
    expect(heard).toHaveLength(2);
  });

  it("takes handlers by name and by method, once each, and lets go of them", async () => {
    const { stage, engine } = await joined();
    const handler = vi.fn();
    engine.on("userJoined", handler);
    engine.onUserJoined(handler);
    stage.room.setOthers(member("bob"));
    expect(handler).toHaveBeenCalledTimes(1);
    engine.offUserJoined(handler);
    engine.on("userJoined", handler);
    engine.off("userJoined");
    stage.room.setOthers(member("bob"), member("carl"));
    expect(handler).toHaveBeenCalledTimes(1);
    engine.on("noSuchEvent", handler);
    engine.on("userJoined", "no function");
    expect(stage.warnings).toHaveLength(2);
    expect(() => engine.onLogReport(() => undefined)).not.toThrow();
  });

  it("leaves everything as it was when it is destroyed", async () => {
    const { stage, engine } = await joined();
    await ask(engine.enableLocalAudio);
    await ask(engine.muteAllRemoteAudioStream);
    await ask(engine.adjustPlaybackSignalVolume, { volume: 10 });
    await ask(engine.destroy);
    expect(stage.devices.microphones.map(({ readyState }) => readyState)).toEqual(["ended"]);
    const context = stage.context();
    await ask(context.joinRtcRoom, JOIN);
    expect(stage.room.sound).toEqual(["master 100", "all muted false"]);
  });

  it("is supported where there is WebRTC", () => {
    vi.stubGlobal("RTCPeerConnection", class {});
    expect(new Stage().tt.getRtcEngine(APP_ID).isSupported()).toBe(true);
    vi.unstubAllGlobals();
    expect(new Stage().tt.getRtcEngine(APP_ID).isSupported()).toBe(false);
  });
});
