import { FakeHandler } from "mediasoup-client";
import * as fakeParameters from "mediasoup-client/fakeParameters";
import type { ConnectionState, Transport } from "mediasoup-client/types";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RtcError } from "../errors/rtc-error.js";
import type { SendRequest } from "../signaling/messages.js";
import { TestTrack } from "../testing/room-kit.js";
import { joinResult } from "../testing/scripted-server.js";
import { Transports } from "./transports.js";

let transports: Transports;
let asked: string[];
let failures: string[];
let connected: boolean;

const request = (async (method: string) => {
  asked.push(method);
  if (!connected) throw RtcError.serverUnreachable("no signalling");
  return method === "restartIce" ? { iceParameters: { usernameFragment: "new", password: "new" } } : {};
}) as unknown as SendRequest;

beforeEach(async () => {
  vi.useFakeTimers();
  asked = [];
  failures = [];
  connected = true;
  transports = await Transports.open({
    handlerFactory: FakeHandler.createFactory(fakeParameters),
    session: joinResult([]),
    request,
    logger: { debug() {}, warn() {} },
  });
  transports.on("failed", (error) => failures.push(error.reason));
});

afterEach(() => {
  transports.close();
  vi.useRealTimers();
});

const say = (transport: Transport, state: ConnectionState) =>
  (transport.handler as FakeHandler).setConnectionState(state);
const publish = () =>
  transports.send.produce({ track: new TestTrack("audio").asTrack(), stopTracks: false, disableTrackOnPause: false });
const restarts = () => asked.filter((method) => method === "restartIce").length;

describe("Transports", () => {
  it("tells the server of DTLS without waiting for its answer", async () => {
    await publish();
    expect(asked).toEqual(["connectTransport"]);
  });

  it("tells it again after a resume when it got no answer", async () => {
    connected = false;
    await publish();
    connected = true;
    transports.handleResumed();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(["connectTransport", "connectTransport"]);
    transports.handleResumed();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(2);
  });

  it("gives a short interruption the time to mend itself", async () => {
    say(transports.send, "connected");
    say(transports.send, "disconnected");
    await vi.advanceTimersByTimeAsync(1_000);
    say(transports.send, "connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restarts()).toBe(0);
  });

  it("restarts ICE when an interruption lasts, and at once when a transport failed", async () => {
    say(transports.send, "disconnected");
    say(transports.receive, "failed");
    await vi.advanceTimersByTimeAsync(0);
    expect(restarts()).toBe(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(restarts()).toBe(2);
    say(transports.send, "connected");
    say(transports.receive, "connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restarts()).toBe(2);
    expect(failures).toEqual([]);
  });

  it("gives up after three restarts in vain", async () => {
    say(transports.send, "failed");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restarts()).toBe(3);
    expect(failures).toEqual(["media_lost"]);
  });

  it("keeps its tries while there is no signalling to restart over", async () => {
    connected = false;
    say(transports.send, "failed");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(failures).toEqual([]);
    connected = true;
    asked = [];
    transports.handleResumed();
    await vi.advanceTimersByTimeAsync(0);
    expect(restarts()).toBe(1);
  });

  it("restarts ICE on another network where it was in use, and nowhere once it is closed", async () => {
    transports.handleNetworkChanged();
    await vi.advanceTimersByTimeAsync(0);
    expect(restarts()).toBe(0);
    say(transports.send, "connected");
    transports.handleNetworkChanged();
    await vi.advanceTimersByTimeAsync(0);
    expect(restarts()).toBe(1);
    for (let change = 0; change < 5; change++) transports.handleNetworkChanged();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(failures).toEqual([]);
    asked = [];
    transports.close();
    transports.handleNetworkChanged();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restarts()).toBe(0);
  });
});
