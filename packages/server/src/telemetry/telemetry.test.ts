import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SIGNALING_PATH } from "@lianmai/protocol";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type AccessKey, type App, type Listener, listen, RtcService } from "../index.js";
import { RTP_CAPABILITIES } from "../media/testing/sample-media.js";
import { OpenApiClient } from "../openapi/testing/openapi-client.js";
import { TestClient } from "../signaling/testing/test-client.js";
import { freePort } from "../testing/free-port.js";
import { RtpSender } from "../testing/rtp-peer.js";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const ADMIN_SECRET = "the secret of the administrators";
const ROOT = new URL("../../../../", import.meta.url);

/** A span as OTLP has it in JSON. */
interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue?: string } }[];
  status: { code?: number };
}

let folder: string;
let collector: Server;
let service: RtcService;
let listener: Listener;
let app: App;
const log: string[] = [];
const exports: string[] = [];
/** What must be in no log, trace or metric. */
const secrets: string[] = [ADMIN_SECRET];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-telemetry-"));
  collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    exports.push(Buffer.concat(chunks).toString("utf8"));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  service = await RtcService.start({
    dataDir: folder,
    media: { listenIps: [{ ip: "127.0.0.1" }], basePort: await freePort(), workers: 1 },
    admin: { secret: ADMIN_SECRET },
    trustedProxies: ["127.0.0.2"],
    tracing: { endpoint: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces` },
    logger: pino({ level: "trace" }, { write: (line: string) => void log.push(line) }),
  });
  listener = await listen({ host: "127.0.0.1", port: 0, handlers: [service] });
  [app] = (await service.apps.list()) as [App];
  secrets.push(app.appKey);
});
afterAll(async () => {
  await listener.close();
  await new Promise((resolve) => collector.close(resolve));
  await rm(folder, { recursive: true });
});

function url(path: string): string {
  return `http://127.0.0.1:${listener.port}${path}`;
}

async function metrics(): Promise<Map<string, number>> {
  const text = await (await fetch(url("/metrics"))).text();
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

function joinParams(userId: string, appKey = app.appKey) {
  const token = new AccessToken({ appId: app.appId, roomId: "room", userId })
    .grant(Privilege.PublishStream)
    .grant(Privilege.SubscribeStream)
    .serialize(appKey);
  secrets.push(token);
  return {
    appId: app.appId,
    roomId: "room",
    userId,
    token,
    rtpCapabilities: RTP_CAPABILITIES,
    visible: true,
    autoSubscribe: { audio: true, video: true, screen: true },
    extraInfo: "something private",
    client: "test/1",
  };
}

/** All of the product in one go; what it left behind is looked at by the tests. */
async function liveACall(): Promise<void> {
  const client = await TestClient.connect(`ws://127.0.0.1:${listener.port}${SIGNALING_PATH}`);
  await client.refusal("join", joinParams("alice", "0".repeat(32)));
  const joined = await client.request("join", {
    ...joinParams("alice"),
    traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
    waited: 250,
  });
  secrets.push(joined.resumeKey);
  const { sendTransport } = joined;
  const sender = await RtpSender.connect("alice", 77, sendTransport, (dtlsParameters) =>
    client.request("connectTransport", { transportId: sendTransport.id, dtlsParameters }),
  );
  const { rtpParameters } = sender;
  await client.request("publish", { source: "microphone", muted: false, rtpParameters });
  const stranger = await TestClient.connect(`ws://127.0.0.1:${listener.port}${SIGNALING_PATH}`);
  await stranger.refusal("resume", { sessionId: joined.sessionId, resumeKey: "not-it" });
  const [accessKey] = (await service.accessKeys.list()) as [AccessKey];
  secrets.push(accessKey.secretKey);
  const openApi = new OpenApiClient(listener.port, accessKey);
  await openApi.result("GetRoomOnlineUsers", "2023-11-01", { AppId: app.appId, RoomId: "room" }, { method: "GET" });
  const { token } = (await (
    await fetch(url("/api/admin/sign-in"), { method: "POST", body: JSON.stringify({ secret: ADMIN_SECRET }) })
  ).json()) as { token: string };
  secrets.push(token);
  // Read every two seconds for the history.
  await vi.waitFor(
    async () => {
      const packets = (await metrics()).get('lianmai_worker_packets_total{worker="0",direction="in"}');
      expect(packets).toBeGreaterThan(5);
    },
    { timeout: 15_000, interval: 300 },
  );
  expect((await metrics()).get('lianmai_publications{source="microphone"}')).toBe(1);
  expect((await metrics()).get("lianmai_sockets")).toBe(2);
  sender.close();
  for (const { socket } of [client, stranger]) socket.close(1000);
  await vi.waitFor(() => expect(service.stats().rooms).toBe(0));
}

describe("a call with everything watched", () => {
  let seen: Map<string, number>;
  let answers: string;

  beforeAll(async () => {
    await liveACall();
    answers = await (await fetch(url("/metrics"))).text();
    seen = await metrics();
  }, 40_000);

  test("is in the metrics", () => {
    expect(seen.get("lianmai_rooms")).toBe(0);
    expect(seen.get("lianmai_workers")).toBe(1);
    expect(seen.get('lianmai_joins_total{outcome="ok",reason=""}')).toBe(1);
    expect(seen.get('lianmai_joins_total{outcome="refused",reason="token_wrong_key"}')).toBe(1);
    expect(seen.get('lianmai_join_duration_seconds_count{outcome="ok"}')).toBe(1);
    expect(seen.get('lianmai_resumes_total{outcome="refused",reason="session_gone"}')).toBe(1);
    expect(seen.get('lianmai_departures_total{reason="left"}')).toBe(1);
    expect(seen.get('lianmai_openapi_requests_total{action="GetRoomOnlineUsers",code="ok"}')).toBe(1);
    expect(seen.get('lianmai_store_errors_total{store="history"}')).toBe(0);
    expect(seen.get('lianmai_worker_bytes_total{worker="0",direction="in"}')).toBeGreaterThan(100);
    expect(seen.get('lianmai_worker_cpu_seconds_total{worker="0"}')).toBeGreaterThan(0);
    expect(seen.get('lianmai_worker_memory_bytes{worker="0"}')).toBeGreaterThan(1e6);
  });

  test("has metrics by the names in the documentation, and no others", async () => {
    const names = [...answers.matchAll(/^# TYPE (lianmai_\w+) /gm)].map(([, name]) => name).sort();
    for (const page of ["docs/operations.md", "docs/operations.zh-CN.md"]) {
      const text = await readFile(new URL(page, ROOT), "utf8");
      const documented = [...text.matchAll(/^\| `(lianmai_\w+)/gm)].map(([, name]) => name).sort();
      expect(documented, page).toEqual(names);
    }
  });

  test("is shown by a dashboard whose queries ask for metrics and labels that exist", async () => {
    const text = await readFile(new URL("deploy/grafana/lianmai.json", ROOT), "utf8");
    const dashboard = JSON.parse(text) as { panels: { title: string; targets?: { expr: string }[] }[] };
    const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(expressions.length).toBeGreaterThan(15);
    // A sample of a histogram is not named as the metric is.
    const samples = new Map<string, Set<string>>();
    for (const [, name = "", labels = ""] of answers.matchAll(/^(\w+)(?:\{(.*)\})? /gm)) {
      const known = samples.get(name) ?? new Set();
      for (const [, label = ""] of labels.matchAll(/(\w+)="/g)) known.add(label);
      samples.set(name, known);
    }
    const helped = new Set([...answers.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    for (const expression of expressions) {
      const used = [...expression.matchAll(/\b((?:lianmai|nodejs|process)_\w+)/g)].map(([, name]) => name as string);
      expect(used, expression).not.toEqual([]);
      for (const name of used) expect(samples.has(name) || helped.has(name), `${name} in ${expression}`).toBe(true);
      const labels = [...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(/, */));
      for (const label of labels) {
        const exists = used.some((name) => samples.get(name)?.has(label) || !samples.has(name));
        expect(exists, `${label} in ${expression}`).toBe(true);
      }
    }
  });

  test("is in one trace, from the click to the first packet", async () => {
    const spans = () =>
      exports
        .flatMap((body) => {
          const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
          return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
        })
        .filter(({ traceId }) => traceId === TRACE_ID);
    await expect
      .poll(() => spans().map(({ name }) => name), { timeout: 15_000, interval: 200 })
      .toEqual(expect.arrayContaining(["rtc.join", "rtc.first_packet"]));
    const names = spans().map(({ name }) => name);
    expect([...names].sort()).toEqual([
      "rtc.client",
      "rtc.dtls",
      "rtc.first_packet",
      "rtc.ice",
      "rtc.join",
      "rtc.join.room",
      "rtc.join.subscriptions",
      "rtc.join.token",
      "rtc.join.transports",
    ]);
    const span = (name: string) => spans().find((one) => one.name === name) as Span;
    const join = span("rtc.join");
    expect(join.parentSpanId).toBe("b7ad6b7169203331");
    for (const child of spans().filter((one) => one !== join && one.name !== "rtc.join")) {
      expect(child.parentSpanId).toBe(join.spanId);
    }
    const length = ({ startTimeUnixNano, endTimeUnixNano }: Span) =>
      Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6;
    expect(length(join)).toBeGreaterThanOrEqual(250);
    expect(length(span("rtc.client"))).toBeCloseTo(250, 0);
    expect(BigInt(span("rtc.first_packet").endTimeUnixNano)).toBeGreaterThan(
      BigInt(span("rtc.dtls").startTimeUnixNano),
    );
    const attributes = Object.fromEntries(join.attributes.map(({ key, value }) => [key, value.stringValue]));
    expect(attributes).toMatchObject({ "rtc.room_id": "room", "rtc.user_id": "alice" });
    // The refused join has a trace of its own, with the reason.
    expect(exports.join("")).toContain("token_wrong_key");
  });

  test("leaves no secret in the log, the traces or the metrics", async () => {
    await service.close();
    const everything = [...log, ...exports, answers].join("\n");
    expect(everything).toContain("participant joined");
    expect(log.some((line) => /"callId":"[0-9a-f]{32}".*"userId":"alice"/.test(line))).toBe(true);
    for (const secret of [...secrets, "something private"]) expect(everything).not.toContain(secret);
  });
});

describe("who watches", () => {
  let other: RtcService;
  let port: Listener;
  beforeAll(async () => {
    other = await RtcService.start({
      dataDir: join(folder, "other"),
      media: { listenIps: [{ ip: "127.0.0.1" }], basePort: await freePort(), workers: 1 },
      admin: { secret: ADMIN_SECRET },
      trustedProxies: ["127.0.0.1"],
      logger: pino({ level: "silent" }),
    });
    port = await listen({ host: "127.0.0.1", port: 0, handlers: [other] });
  });
  afterAll(async () => {
    await other.close();
    await port.close();
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port.port}${path}`, { headers });

  test("reads the metrics from this machine, or as an administrator", async () => {
    expect((await get("/metrics")).status).toBe(200);
    const far = { "x-forwarded-for": "198.51.100.7" };
    const refused = await get("/metrics", far);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("198.51.100.7");
    const signIn = await fetch(`http://127.0.0.1:${port.port}/api/admin/sign-in`, {
      method: "POST",
      body: JSON.stringify({ secret: ADMIN_SECRET }),
    });
    const { token } = (await signIn.json()) as { token: string };
    expect((await get("/metrics", { ...far, authorization: `Bearer ${token}` })).status).toBe(200);
  });

  test("is told whether new calls should come here, and why not", async () => {
    const ready = await get("/readyz");
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: "ready", checks: { database: "ok", workers: "ok", draining: "ok" } },
    ]);
    expect(await (await get("/healthz")).json()).toMatchObject({ status: "ok", workers: 1 });
    expect(await other.drain(0)).toBe(true);
    const draining = await get("/readyz");
    expect(draining.status).toBe(503);
    expect(await draining.json()).toMatchObject({
      status: "not ready",
      checks: { workers: "ok", draining: expect.stringContaining("shutting down") },
    });
    expect((await get("/healthz")).status).toBe(200);
  });
});
