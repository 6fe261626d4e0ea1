import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RTP_CAPABILITIES, rtpParameters } from "../../../media/testing/sample-media.js";
import { APP_ID } from "../../../signaling/testing/harness.js";
import { AccessKeyStore } from "../../../store/access-keys.js";
import { OpenApiClient } from "../../testing/openapi-client.js";
import { OpenApiHost } from "../../testing/openapi-host.js";
import { formatTime } from "./time-range.js";

const VERSIONS = ["2020-12-01", "2023-11-01"];
const GET = { method: "GET" } as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Minutes that the callers' clocks are ahead of UTC. */
const BEIJING = 8 * 60;

let host: OpenApiHost;
beforeEach(async () => {
  host = await OpenApiHost.start();
});
afterEach(() => host.stop());

/** A time so many milliseconds from now, as a caller in Beijing writes it. */
function time(fromNow: number): string {
  return formatTime(host.harness.clock.now() + fromNow, BEIJING);
}

function range(back = HOUR): { AppId: string; StartTime: string; EndTime: string } {
  return { AppId: APP_ID, StartTime: time(-back), EndTime: time(1_000) };
}

/** A call of two, in which one sends a picture to the other for a while; it is over. */
async function call(seconds = 20): Promise<void> {
  const { harness } = host;
  const platform = { os: "android", device: "Pixel 7", access: "wifi" };
  const alice = await harness.join("alice", { client: "web/0.1.0", platform });
  const bob = await harness.join("bob", { rtpCapabilities: RTP_CAPABILITIES });
  const { publicationId } = await alice.request("publish", {
    source: "camera",
    rtpParameters: rtpParameters("video", 1),
    muted: false,
  });
  const { subscription } = await bob.next("subscribed");
  const { subscriptionId } = subscription;
  await bob.request("updateSubscriptions", { updates: [{ subscriptionId, paused: false }] });
  const producer = harness.media.producers.get(publicationId);
  const consumer = [...(producer?.consumers ?? [])][0];
  if (producer === undefined || consumer === undefined) throw new Error("nothing is published");
  for (let second = 0; second < seconds; second += 2) {
    const counters = { bytes: 250_000 * (second / 2 + 1), packets: 100 * (second / 2 + 1), lost: second, rtt: 40 };
    producer.counters = { ...counters, jitter: 5 };
    consumer.counters = { ...counters, jitter: undefined };
    const playing = { width: 640, height: 360, framesPerSecond: 15, played: 2_000, stalled: 100, freezes: 1 };
    await bob.request("reportQuality", { streams: [{ id: subscriptionId, ...playing }] });
    for (let tick = 0; tick < 20; tick += 1) {
      harness.clock.advance(100);
      await Promise.resolve();
      await Promise.resolve();
    }
    await Promise.all([alice.settle(), bob.settle()]);
  }
  await alice.request("leave", {});
  await bob.request("leave", {});
  await host.history.flush();
}

describe.each(VERSIONS)("in version %s", (version) => {
  test("calls and who was in them are listed", async () => {
    const begin = host.harness.clock.now();
    await call();
    const rooms = await host.client.result("ListRoomInfo", version, range(), GET);
    const CreatedTime = formatTime(begin, BEIJING);
    const DestroyTime = time(0);
    expect(rooms).toEqual({
      Total: 1,
      HasMore: false,
      PageNum: 1,
      PageSize: 20,
      RoomList: [
        {
          CallId: expect.any(String),
          RoomId: "room",
          CreatedTime,
          DestroyTime,
          IsFinished: true,
          ActiveUserNum: 0,
        },
      ],
    });
    const fields = { ...range(), RoomId: "room", UserId: "alice,nobody,not an id", ExcludeServerUser: true };
    expect(await host.client.result("ListUserInfo", version, fields, GET)).toEqual({
      Total: 1,
      HasMore: false,
      PageNum: 1,
      PageSize: 20,
      UserList: [
        {
          UserId: "alice",
          RoomId: "room",
          CallId: expect.any(String),
          CreatedAt: CreatedTime,
          LeaveAt: DestroyTime,
          Duration: 20,
          Finished: true,
          Pub: true,
          OS: "android",
          DeviceType: "Pixel 7",
          Access: "wifi",
          SdkVersion: "0.1.0",
          Record: [
            { Time: CreatedTime, Type: "join_room" },
            { Time: DestroyTime, Type: "leave_room" },
          ],
        },
      ],
    });
  });

  test("the curves of a call are told, up and down", async () => {
    await call();
    const fields = { ...range(30 * MINUTE), RoomId: "room", UserId: "alice,bob" };
    const { UserCallDetail: both } = (await host.client.result("ListCallDetail", version, fields, GET)) as {
      UserCallDetail: { UserId: string; Direction: string; CallDetail: { Name: string; Data: unknown[] }[] }[];
    };
    expect(both).toMatchObject([
      { RoomId: "room", UserId: "alice", PeerId: "", Direction: "up" },
      { RoomId: "room", UserId: "bob", PeerId: "alice", Direction: "down" },
    ]);
    const names = both.map(({ CallDetail }) => CallDetail.map(({ Name }) => Name));
    expect(names).toEqual([
      ["bitrate", "loss_rate", "rtt", "jitter"].map((name) => `video_send_${name}`),
      ["bitrate", "loss_rate", "rtt", "frame_rate", "width", "height", "stall_rate", "freeze_count"].map(
        (name) => `video_recv_${name}`,
      ),
    ]);
    const [bitrate] = both[0]?.CallDetail ?? [];
    expect(bitrate).toMatchObject({ Desc: "视频发送码率", Unit: "kbps" });
    expect(bitrate?.Data.at(-1)).toEqual({ Time: expect.any(Number), Value: 1_000 });
    const stall = both[1]?.CallDetail.find(({ Name }) => Name === "video_recv_stall_rate");
    expect(stall?.Data.at(-1)).toEqual({ Time: expect.any(Number), Value: 5 });
    const down = await host.client.result("ListCallDetail", version, { ...fields, Direction: "2" }, GET);
    expect(down).toMatchObject({ UserCallDetail: [{ UserId: "bob" }] });
  });

  test("quality is told by its indicators, live and by days", async () => {
    await call();
    const Indicator = [
      "5s_join_room_success_rate",
      "500ms_video_stall_rate",
      "first_frame_send_success_rate",
      "400ms_network_trans_delay",
    ];
    const live = { ...range(30 * MINUTE), Indicator, RoomId: "room", UserId: ["bob", "alice"] };
    const { Indicators } = (await host.client.result("ListRealTimeQuality", version, live)) as {
      Indicators: { Name: string; Unit: string; Data: { TimeStamp: string; Value: number }[] }[];
    };
    expect(Indicators.map(({ Name, Data }) => [Name, Data.map(({ Value }) => Value)])).toEqual([
      ["5s_join_room_success_rate", [100]],
      ["500ms_video_stall_rate", [5]],
      ["audio_first_frame_send_success_rate", []],
      ["video_first_frame_send_success_rate", [100]],
      ["400ms_audio_network_trans_delay", []],
      ["400ms_video_network_trans_delay", [100]],
    ]);
    expect(Indicators[0]?.Data[0]?.TimeStamp).toMatch(/:[03]0\+08:00$/);
    const days = { ...range(24 * HOUR), Indicator: ["stall_rate"], AggregateGranularity: "1d", OS: ["Android"] };
    expect(await host.client.result("ListQuality", version, days)).toMatchObject({
      Indicators: [
        { Name: "audio_stall_rate", Unit: "%", Data: [] },
        // The one who received has not told its system.
        { Name: "video_stall_rate", Unit: "%", Data: [] },
      ],
    });
    host.harness.clock.advance(1_000);
    expect(await host.client.result("ListQuality", version, { ...days, OS: [] })).toMatchObject({
      Indicators: [{}, { Data: [{ TimeStamp: expect.stringMatching(/T00:00:00\+08:00$/), Value: 5 }] }],
    });
  });

  test("operation and usage are added up", async () => {
    await call(120);
    const operation = {
      ...range(10 * MINUTE),
      Indicator: [
        "user_count",
        "session_count",
        "room_count",
        "peak_concurrent_user",
        "peak_concurrent_room",
        "per_call_time",
        "avg_call_time",
      ],
      AggregateGranularity: "1d",
    };
    host.harness.clock.advance(10_000);
    await host.history.flush();
    const { Indicators } = (await host.client.result("ListOperationData", version, operation)) as {
      Indicators: { Name: string; Data: { TimeStamp: string; Value: number }[] }[];
    };
    expect(Object.fromEntries(Indicators.map(({ Name, Data }) => [Name, Data.map(({ Value }) => Value)]))).toEqual({
      user_count: [2],
      session_count: [2],
      room_count: [1],
      peak_concurrent_user: [2],
      peak_concurrent_room: [1],
      per_call_time: [2],
      avg_call_time: [2],
    });
    const usages = await host.client.result("ListUsages", version, range());
    expect(usages).toEqual({
      Usages: [
        {
          TimeStamp: expect.stringMatching(/T00:00:00\+08:00$/),
          Audio: 2,
          VideoSDM: 2,
          VideoSD: 0,
          VideoHD: 0,
        },
      ],
    });
  });

  test.each<[string, string, Record<string, unknown>, RegExp]>([
    ["ListRoomInfo", "no times", { StartTime: "" }, /^400 MissingParameter: The field StartTime/],
    [
      "ListRoomInfo",
      "a time that is none",
      { StartTime: "yesterday" },
      /^400 InvalidParameter: StartTime must be a time/,
    ],
    [
      "ListRoomInfo",
      "a day that is not",
      { StartTime: "2026-02-30T00:00:00Z" },
      /^400 InvalidParameter: StartTime must/,
    ],
    ["ListRoomInfo", "no zone", { EndTime: "2026-02-03T00:00:00" }, /^400 InvalidParameter: EndTime must be a time/],
    [
      "ListRoomInfo",
      "an end before the start",
      { EndTime: "2020-01-01T00:00:00Z" },
      /^400 InvalidParameter\.StartTimeAfterEndTime/,
    ],
    [
      "ListRoomInfo",
      "a time too far back",
      { StartTime: "2020-01-01T00:00:00Z" },
      /^400 InvalidParameter\.OutofTimeRange: StartTime may be at most 14 days ago/,
    ],
    ["ListRoomInfo", "a page before the first", { PageNum: 0 }, /^400 InvalidParameter: PageNum/],
    ["ListRoomInfo", "a page without size", { PageSize: 0 }, /^400 InvalidParameter: PageSize/],
    ["ListRoomInfo", "a page that is no number", { PageNum: "x" }, /^400 InvalidParameter\.Unmarshal: PageNum/],
    ["ListRoomInfo", "a room that may not be", { RoomId: "a b" }, /^400 InvalidParameter\.IllegalRoomID/],
    ["ListRoomInfo", "another app", { AppId: "0".repeat(24) }, /^400 InvalidParameter\.NotExistAppId/],
    ["ListRoomInfo", "a field in another case", { roomId: "room" }, /names are case-sensitive, and this one is RoomId/],
    [
      "ListUserInfo",
      "too many users",
      { RoomId: "room", UserId: Array.from({ length: 11 }, (_, n) => `u${n}`).join() },
      /^400 InvalidParameter\.UserCountOverLimit: UserId may name at most 10 users/,
    ],
    ["ListCallDetail", "no room", { UserId: "alice" }, /^400 MissingParameter\.NoRoomId/],
    ["ListCallDetail", "no user", { RoomId: "room" }, /^400 MissingParameter\.NoUserId/],
    [
      "ListCallDetail",
      "another direction",
      { RoomId: "room", UserId: "alice", Direction: "3" },
      /^400 InvalidParameter: Direction must be/,
    ],
    ["ListRealTimeQuality", "no indicator", { Indicator: [] }, /^400 MissingParameter: Indicator/],
    [
      "ListRealTimeQuality",
      "an unknown indicator",
      { Indicator: ["mood"] },
      /^400 InvalidParameter: There is no indicator "mood"/,
    ],
    [
      "ListRealTimeQuality",
      "another threshold",
      { Indicator: ["3s_join_room_success_rate"] },
      /^400 InvalidParameter: There is no indicator "3s_join/,
    ],
    [
      "ListRealTimeQuality",
      "another product",
      { Indicator: ["stall_rate"], ProductType: "tv" },
      /^400 InvalidParameter: ProductType/,
    ],
    [
      "ListRealTimeQuality",
      "no list",
      { Indicator: "stall_rate" },
      /^400 InvalidParameter\.Unmarshal: Indicator must be a list/,
    ],
    [
      "ListQuality",
      "another granularity",
      { Indicator: ["stall_rate"], AggregateGranularity: "1h" },
      /^400 InvalidParameter: AggregateGranularity must be 1d or 5min/,
    ],
    [
      "ListOperationData",
      "an unknown indicator",
      { Indicator: ["mood"], AggregateGranularity: "1d" },
      /^400 InvalidParameter: There is no indicator "mood"/,
    ],
  ])("%s with %s is refused", async (action, _name, change, refusal) => {
    const get = ["ListRoomInfo", "ListUserInfo", "ListCallDetail"].includes(action);
    // The oldest version asks for a room here.
    const room = action === "ListUserInfo" ? { RoomId: "room" } : {};
    const fields = { ...range(30 * MINUTE), ...room, ...change };
    expect(await host.client.refusal(action, version, fields, get ? GET : {})).toMatch(refusal);
  });
});

test("a longer time is shortened where the original does so, and refused elsewhere", async () => {
  await call();
  const week = { AppId: APP_ID, StartTime: time(-7 * 24 * HOUR), EndTime: time(0) };
  expect(await host.client.result("ListRoomInfo", "2023-11-01", week, GET)).toMatchObject({ Total: 0 });
  const curves = { ...week, StartTime: time(-2 * HOUR), RoomId: "room", UserId: "alice" };
  expect(await host.client.refusal("ListCallDetail", "2023-11-01", curves, GET)).toContain(
    "From StartTime to EndTime it may be at most 60 minutes.",
  );
  const unescaped = { ...range(), StartTime: range().StartTime.replace("+", " ") };
  expect(await host.client.result("ListRoomInfo", "2023-11-01", unescaped, GET)).toMatchObject({ Total: 1 });
});

test("pages are as large as they may be, and say whether there are more", async () => {
  for (const roomId of ["one", "two", "three"]) {
    const alice = await host.harness.join("alice", { roomId });
    await alice.request("leave", {});
    host.harness.clock.advance(1_000);
  }
  await host.history.flush();
  const ask = (fields: object) => host.client.result("ListRoomInfo", "2023-11-01", { ...range(), ...fields }, GET);
  expect(await ask({ PageSize: 2 })).toMatchObject({ Total: 3, HasMore: true, RoomList: [{}, {}] });
  expect(await ask({ PageSize: 2, PageNum: 2 })).toMatchObject({ HasMore: false, RoomList: [{ RoomId: "three" }] });
  expect(await ask({ PageSize: 5_000 })).toMatchObject({ PageSize: 100 });
  expect(await ask({ RoomId: "two" })).toMatchObject({ Total: 1 });
});

test("data may be asked for so many times a second, and by keys that only read", async () => {
  const reader = await new AccessKeyStore(host.db).create({ role: "readonly" });
  const client = new OpenApiClient(host.port, reader, () => host.harness.clock.now());
  const ask = () => client.call("ListUsages", "2023-11-01", range());
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
  host.harness.clock.advance(1_000);
  expect((await ask()).status).toBe(200);
});
