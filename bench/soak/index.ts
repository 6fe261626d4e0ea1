// Whether anything is left behind when three participants join, publish, receive each other and leave, over and over:
// counted on both sides after garbage was collected, and judged by the slope over the cycles.
import { loadavg } from "node:os";
import { join } from "node:path";
import { freePort } from "@lianmai/cli";
import { withApps } from "@lianmai/server";
import { build } from "esbuild";
import { launchBrowser, openTab } from "../../e2e/harness/browser.js";
import { root } from "../../e2e/harness/root.js";
import { until } from "../../e2e/harness/until.js";
import { openSession, type PageObjects, readPageObjects } from "../../e2e/soak/page-objects.js";
import { Report } from "../lib/figures.js";
import { joinOptions } from "../lib/join-options.js";
import { Program } from "../lib/process.js";
import { slope } from "../lib/slope.js";
import { onWorkbench, type Workbench } from "../lib/workbench.js";
import type { ServerState } from "./server.js";

const CYCLES = Number(process.argv[2] ?? 200);
/** Before those that count: in the first ones caches fill and code is compiled, which looks like a leak. */
const WARM_UP = Math.round(CYCLES / 2);
/** So often it is counted. */
const EVERY = Math.max(Math.round(CYCLES / 40), 1);
/** The measurement ends after this, however far it has come, in milliseconds. */
const AT_MOST = 8 * 60_000;
const PARTICIPANTS = ["ann", "bob", "cat"];

/** The most that one cycle may add: a participation that leaked would add tens of kilobytes. */
const HEAP_KILOBYTES = 5;
const RESIDENT_KILOBYTES = 40;
const LISTENERS = 0.02;

interface Sample {
  cycle: number;
  server: ServerState;
  serverResident: { own: number; children: number };
  page: PageObjects;
}

await onWorkbench(measure);

async function measure(bench: Workbench): Promise<number> {
  const report = new Report();
  report.figure("load of the machine before", loadavg()[0] ?? 0, "", 2);
  const server = await startServer(bench);
  const browser = await launchBrowser();
  bench.atEnd(() => browser.close());
  const { page } = await openTab(browser, `${server.origin}/soak`);
  await page.addScriptTag({ content: await bundle("e2e/soak/page.ts") });
  const session = await openSession(page);

  const samples: Sample[] = [];
  const end = performance.now() + AT_MOST;
  let cycles = 0;
  while (cycles < WARM_UP + CYCLES && performance.now() < end) {
    await page.evaluate(({ url, joins }) => window.soakCycle(url, joins), {
      url: server.url,
      joins: PARTICIPANTS.map((userId) => server.join(`soak-${cycles}`, userId)),
    });
    cycles += 1;
    if (cycles % EVERY !== 0) continue;
    // In the warm-up too: browsers refuse more than 500 peer connections whose garbage is not collected.
    const held = await readPageObjects(page, session);
    if (cycles < WARM_UP) continue;
    await until("the server has closed all", async () => {
      const { objects } = await server.state();
      return Object.values(objects).every((open) => open === 0);
    }).catch(() => {});
    samples.push({
      cycle: cycles,
      server: await server.state(),
      serverResident: server.program.residentMegabytes(),
      page: held,
    });
  }

  report.figure("participants", PARTICIPANTS.length, "", 0);
  const counted = cycles - WARM_UP;
  report.figure("cycles to warm up", WARM_UP, "", 0);
  report.figure("cycles", counted, "", 0);
  if (counted < CYCLES) report.bounded("cycles that were not made in time", CYCLES - counted, "", 0, 0);
  const last = samples.at(-1) as Sample;
  for (const [kind, open] of Object.entries(last.server.objects))
    report.bounded(`server: ${kind} left`, open, "", 0, 0);
  report.bounded("page: peer connections left", last.page.connections, "", 0, 0);
  const grown = (read: (sample: Sample) => number) =>
    slope(samples.map((sample) => ({ x: sample.cycle, y: read(sample) })));
  report.figure("server: heap at the end", last.server.heapBytes / 1024 ** 2, "MB");
  report.bounded(
    "server: heap grown by",
    grown((one) => one.server.heapBytes / 1024),
    "kB a cycle",
    HEAP_KILOBYTES,
    2,
  );
  report.figure("server: resident at the end", last.serverResident.own, "MB");
  report.figure("media worker: resident at the end", last.serverResident.children, "MB");
  const worker = grown((one) => one.serverResident.children * 1024);
  report.bounded("media worker: resident grown by", worker, "kB a cycle", RESIDENT_KILOBYTES, 2);
  report.figure("page: heap at the end", last.page.heapBytes / 1024 ** 2, "MB");
  report.bounded(
    "page: heap grown by",
    grown((one) => one.page.heapBytes / 1024),
    "kB a cycle",
    HEAP_KILOBYTES,
    2,
  );
  report.figure("page: listeners at the end", last.page.listeners, "", 0);
  report.bounded(
    "page: listeners grown by",
    grown((one) => one.page.listeners),
    "a cycle",
    LISTENERS,
    3,
  );
  report.figure("load of the machine after", loadavg()[0] ?? 0, "", 2);
  return report.verdict();
}

async function startServer(bench: Workbench) {
  const [port, mediaPort] = [await freePort(), await freePort()];
  const dataDir = join(bench.folder, "data");
  const app = await withApps(dataDir, async (apps) => (await apps.list())[0]);
  if (app === undefined) throw new Error("the store has no app");
  // Beside this bundle, so that it finds the same packages.
  const script = join(import.meta.dirname, "soak-server.mjs");
  await build({
    entryPoints: [join(root, "bench", "soak", "server.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  const program = Program.start(script, [dataDir, String(port), String(mediaPort)], { NODE_OPTIONS: "--expose-gc" });
  bench.atEnd(() => program.stop());
  const origin = `http://127.0.0.1:${port}`;
  const state = async () => (await (await fetch(`${origin}/soak`)).json()) as ServerState;
  await until("the server answers", async () => Boolean(await state()), 60_000);
  return {
    program,
    origin,
    url: `ws://127.0.0.1:${port}/rtc/v1`,
    state,
    join: (roomId: string, userId: string) => joinOptions(app, roomId, userId),
  };
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    write: false,
    bundle: true,
    platform: "browser",
    format: "iife",
    conditions: ["lianmai-source"],
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}
