// How long a join takes, and what the server weighs: the whole of Lianmai against mediasoup with nothing around it, in
// turn, in the same browser page, on the same machine, in the same run.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@lianmai/cli";
import { withApps } from "@lianmai/server";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../e2e/harness/browser.js";
import { root } from "../../e2e/harness/root.js";
import { until } from "../../e2e/harness/until.js";
import { percentile, Report } from "../lib/figures.js";
import { type Identity, joinOptions } from "../lib/join-options.js";
import { Program } from "../lib/process.js";
import type { JoinTimes } from "./page/lianmai.js";

const WARM_UP = 3;
const ROUNDS = 30;
/** Joins of one system start this far apart: in a shorter time viewers share one key frame request. */
const PERIOD = 3_000;
/** Up to so much is added to it, so that no system's joins keep step with the frames of the made-up camera. */
const SCATTER = 500;
const BITRATE = 600_000;
const ROOM = "bench";

/** The aims. */
const JOINED_P95 = 100;
const FIRST_FRAME_RATIO = 1.2;
const IDLE_MEGABYTES = 150;

const work = mkdtempSync(join(tmpdir(), "lianmai-bench-"));
const ends: (() => unknown)[] = [() => rmSync(work, { recursive: true, force: true })];
try {
  process.exitCode = await measure();
} finally {
  for (const end of ends.reverse()) await end();
}

async function measure(): Promise<number> {
  const report = new Report();
  const lianmai = await startLianmai();
  const bare = await startBare();
  const pages = await servePage();
  const browser = await launchBrowser();
  ends.push(() => browser.close());

  await until("the server is idle", () => idleFor(lianmai.program, 1_000));
  const idle = lianmai.program.residentMegabytes();

  await publish(browser, pages, lianmai, bare);
  const { ours, theirs } = await joins(await openPage(browser, pages), lianmai, bare);

  const joined = ours.map((times) => times.joined);
  const first = ours.map((times) => times.firstFrame);
  report.figure("joins", ours.length, "", 0);
  report.figure("joined p50", percentile(joined, 0.5), "ms");
  report.bounded("joined p95", percentile(joined, 0.95), "ms", JOINED_P95);
  report.figure("first frame p50", percentile(first, 0.5), "ms");
  report.figure("first frame p95", percentile(first, 0.95), "ms");
  report.figure("first frame p25 to p75", percentile(first, 0.75) - percentile(first, 0.25), "ms");
  report.figure("bare first frame p25 to p75", percentile(theirs, 0.75) - percentile(theirs, 0.25), "ms");
  report.figure("bare first frame p50", percentile(theirs, 0.5), "ms");
  report.figure("bare first frame p95", percentile(theirs, 0.95), "ms");
  const ratio = percentile(first, 0.5) / percentile(theirs, 0.5);
  report.bounded("first frame ratio", ratio, "", FIRST_FRAME_RATIO, 2);
  report.figure("memory idle node", idle.own, "MB");
  report.figure("memory idle workers", idle.children, "MB");
  report.bounded("memory idle", idle.own + idle.children, "MB", IDLE_MEGABYTES);
  const after = lianmai.program.residentMegabytes();
  report.figure("memory after the joins", after.own + after.children, "MB");
  return report.verdict();
}

interface Lianmai {
  program: Program;
  url: string;
  token: (userId: string) => Identity;
}

/** The service as `lianmai serve` runs it. */
async function startLianmai(): Promise<Lianmai> {
  const port = await freePort();
  const mediaPort = await freePort();
  const dataDir = join(work, "data");
  const app = await withApps(dataDir, async (apps) => (await apps.list())[0]);
  if (app === undefined) throw new Error("the store has no app");
  const program = Program.start(join(root, "packages", "cli", "bin", "lianmai.js"), [
    "serve",
    ...["--host", "127.0.0.1", "--port", String(port), "--media-port", String(mediaPort), "--data", dataDir],
  ]);
  ends.push(() => program.stop());
  await ready(program, () => fetch(`http://127.0.0.1:${port}/healthz`).then(({ ok }) => ok));
  return {
    program,
    url: `ws://127.0.0.1:${port}/rtc/v1`,
    token: (userId) => joinOptions(app, ROOM, userId),
  };
}

async function startBare(): Promise<{ url: string }> {
  const port = await freePort();
  // Beside this bundle, so that it finds the same packages.
  const script = join(import.meta.dirname, "join-bare-server.mjs");
  await build({
    entryPoints: [join(root, "bench", "join", "bare-server.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  const program = Program.start(script, [String(port)]);
  ends.push(() => program.stop());
  // A plain HTTP request to a WebSocket server is answered with 426: it listens.
  await ready(program, () => fetch(`http://127.0.0.1:${port}/`).then(({ status }) => status === 426));
  return { url: `ws://127.0.0.1:${port}` };
}

async function ready(program: Program, probe: () => Promise<boolean>): Promise<void> {
  try {
    await until("the server answers", probe);
  } catch (error) {
    throw new Error(`A server did not start:\n${program.output}`, { cause: error });
  }
}

/** A server is idle when its memory has not changed for a while. */
async function idleFor(program: Program, milliseconds: number): Promise<boolean> {
  const before = program.residentMegabytes();
  await delay(milliseconds);
  const now = program.residentMegabytes();
  return Math.abs(now.own - before.own) < 1 && Math.abs(now.children - before.children) < 1;
}

/** One page that speaks both protocols, from an origin of its own. */
async function servePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, "bench", "join", "page", "index.ts")],
    write: false,
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    conditions: ["lianmai-source"],
    logLevel: "warning",
  });
  const script = outputFiles[0]?.text ?? "";
  const page =
    '<!doctype html><video autoplay muted width="320" height="240"></video><script type="module" src="s.js"></script>';
  const server: Server = createServer(({ url }, response) => {
    const isScript = url === "/s.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html").end(isScript ? script : page);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ends.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.bench !== undefined);
  return page;
}

/** One camera, sent to both systems at the same bit rate. */
async function publish(browser: Browser, pages: string, lianmai: Lianmai, bare: { url: string }): Promise<void> {
  const page = await openPage(browser, pages);
  await page.evaluate(
    async ({ lianmai, bare, join, bitrate }) => {
      const track = await window.bench.openCamera();
      await window.bench.publishLianmai(lianmai, join, track, bitrate);
      await window.bench.publishBare(bare, track, bitrate);
    },
    { lianmai: lianmai.url, bare: bare.url, join: lianmai.token("publisher"), bitrate: BITRATE },
  );
}

/** The two systems in turn, and which of them begins changes from round to round. */
async function joins(
  page: Page,
  lianmai: Lianmai,
  bare: { url: string },
): Promise<{ ours: JoinTimes[]; theirs: number[] }> {
  const ours: JoinTimes[] = [];
  const theirs: number[] = [];
  const viewOurs = async () => {
    const options = { url: lianmai.url, join: lianmai.token("viewer") };
    return await page.evaluate(
      ({ url, join }) => window.bench.viewLianmai(url, join, document.querySelector("video") as HTMLVideoElement),
      options,
    );
  };
  const viewTheirs = async () =>
    await page.evaluate(
      (url) => window.bench.viewBare(url, document.querySelector("video") as HTMLVideoElement),
      bare.url,
    );
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const period = PERIOD + Math.random() * SCATTER;
    const end = delay(period);
    const half = delay(period / 2);
    const steps = [
      async () => {
        const times = await viewOurs();
        if (round >= 0) ours.push(times);
      },
      async () => {
        const time = await viewTheirs();
        if (round >= 0) theirs.push(time);
      },
    ];
    if (round % 2 !== 0) steps.reverse();
    await steps[0]?.();
    await half;
    await steps[1]?.();
    await end;
  }
  return { ours, theirs };
}
