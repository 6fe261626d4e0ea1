// How many signed calls of GetRoomOnlineUsers a second the service answers, and what such calls do to the packets of a
// running call: the delay of a plain RTP stream through the media engine, with and without them in turn. The service
// runs as everywhere; those who call it and those who time the packets stand for other machines, and their processes are
// scheduled so that they neither take the processors from it nor wait for them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@lianmai/cli";
import { withApps } from "@lianmai/server";
import { root } from "../../e2e/harness/root.js";
import { until } from "../../e2e/harness/until.js";
import { percentile, Report } from "../lib/figures.js";
import { Program } from "../lib/process.js";
import { type App, Caller } from "./caller.js";
import { Helper } from "./helper.js";
import type { LoadOrder, LoadResult, LoadTarget } from "./load.js";
import type { Delays, ListenOrder, PeersTarget } from "./peers.js";

const ROOMS = [1, 100];
/** Runs of which the median is told. */
const RUNS = 5;
const RUN_TIME = 2_000;
const CONCURRENCY = 8;

/** The service has this long to start, in milliseconds: not what is measured here. */
const START_TIME = 120_000;

/** In each round: quiet, quiet again, with calls; which comes first changes from round to round. */
const ROUNDS = 9;
const STRETCH = 3_000;
/** What was on its way when a stretch began is not counted, in milliseconds. */
const SETTLE = 200;
/** What one access key may call a second by default; a back end that asks more gets 429. */
const EFFECT_RATE = 200;
/** Part of those calls that may be missing, in percent: with fewer it would not be their effect that is measured. */
const MISSING_CALLS = 5;
/**
 * The median effect may be this many times the median difference of two quiet stretches. The median of so many rounds
 * scatters about half as much as that difference: what goes beyond twice of it is hardly chance, and no single outlier
 * moves the bound.
 */
const NOISE_FACTOR = 2;

const work = mkdtempSync(join(tmpdir(), "lianmai-bench-api-"));
const ends: (() => unknown)[] = [() => rmSync(work, { recursive: true, force: true })];
try {
  process.exitCode = await measure();
} finally {
  for (const end of ends.reverse()) await end();
}
// The WebRTC library of the stream keeps its threads, and with them the process.
process.exit();

async function measure(): Promise<number> {
  const report = new Report();
  const { target, app } = await startService();
  const load = await startLoad(target);
  await measureThroughput(report, target.port, app, load);
  await measureEffect(report, target.port, app, load);
  return report.verdict();
}

async function startService(): Promise<{ target: LoadTarget; app: App }> {
  const [port, mediaPort] = [await freePort(), await freePort()];
  const dataDir = join(work, "data");
  const [app, key] = await withApps(dataDir, async (apps, keys) => [(await apps.list())[0], (await keys.list())[0]]);
  if (app === undefined || key === undefined) throw new Error("the store has no app or no access key");
  const program = Program.start(
    join(root, "packages", "cli", "bin", "lianmai.js"),
    ["serve", ...["--host", "127.0.0.1", "--port", String(port), "--media-port", String(mediaPort), "--data", dataDir]],
    // The limit is what is not measured here; and without a grace for calls the end comes at once.
    { LIANMAI_LIMITS_OPEN_API_PER_SECOND: "100000", LIANMAI_TIMES_DRAIN: "0" },
  );
  ends.push(() => program.stop());
  try {
    await until("the server answers", () => fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok), START_TIME);
  } catch (error) {
    throw new Error(`The server did not start:\n${program.output}`, { cause: error });
  }
  const { accessKeyId, secretKey } = key;
  return { target: { port, appId: app.appId, accessKeyId, secretKey }, app };
}

type Load = (order: LoadOrder) => Promise<LoadResult>;

async function startLoad(target: LoadTarget): Promise<Load> {
  // It stands for other machines: what it computes must not keep packets waiting for a processor.
  const helper = await Helper.start<LoadOrder, LoadResult>("load", target, "idle");
  ends.push(() => helper.stop());
  return async (order) => {
    const result = await helper.ask(order);
    if (result.failures > 0) throw new Error(`${result.failures} of ${result.calls} calls failed`);
    return result;
  };
}

async function measureThroughput(report: Report, port: number, app: App, load: Load): Promise<void> {
  const callers: Caller[] = [];
  for (const rooms of ROOMS) {
    for (let room = callers.length; room < rooms; room += 1) {
      callers.push(await Caller.enter(port, app, `room-${room}`, "user"));
    }
    const order = { rooms, concurrency: CONCURRENCY, milliseconds: RUN_TIME };
    // The first is for the compiler of the language.
    await load(order);
    const rates: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      rates.push(rateOf(await load(order)));
    }
    const name = rooms === 1 ? "1 room" : `${rooms} rooms`;
    report.figure(`calls at ${name}, p50 of ${RUNS} runs`, percentile(rates, 0.5), "/s", 0);
    report.figure(`calls at ${name}, lowest`, Math.min(...rates), "/s", 0);
  }
  for (const caller of callers) caller.leave();
}

function rateOf({ calls, milliseconds }: LoadResult): number {
  return calls / (milliseconds / 1000);
}

async function measureEffect(report: Report, port: number, app: App, load: Load): Promise<void> {
  const target: PeersTarget = { port, app, roomId: "room-0" };
  // So do they: a packet is timed when it comes, whatever the service has the processors do at that moment.
  const peers = await Helper.start<ListenOrder, Delays>("peers", target, "realtime");
  ends.push(() => peers.stop());
  const rates: number[] = [];
  const stretch = async (loaded: boolean): Promise<Delays> => {
    const order = { rooms: 1, concurrency: CONCURRENCY, milliseconds: STRETCH + SETTLE, rate: EFFECT_RATE };
    const [delays, result] = await Promise.all([
      peers.ask({ settle: SETTLE, milliseconds: STRETCH }),
      loaded ? load(order) : undefined,
    ]);
    if (result !== undefined) rates.push(rateOf(result));
    return delays;
  };
  await stretch(false);
  const first: Delays[] = [];
  const second: Delays[] = [];
  const loaded: Delays[] = [];
  const steps = [
    async () => first.push(await stretch(false)),
    async () => second.push(await stretch(false)),
    async () => loaded.push(await stretch(true)),
  ];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let step = 0; step < steps.length; step += 1) await steps[(round + step) % steps.length]?.();
  }
  report.figure("calls beside the stream, asked for", EFFECT_RATE, "/s", 0);
  const rate = percentile(rates, 0.5);
  report.figure(`calls beside the stream, p50 of ${ROUNDS} stretches`, rate, "/s", 0);
  report.figure("calls beside the stream, lowest", Math.min(...rates), "/s", 0);
  const missing = Math.max(0, 1 - rate / EFFECT_RATE) * 100;
  report.bounded("calls beside the stream, missing at p50", missing, "%", MISSING_CALLS);
  const packets = [...first, ...second, ...loaded].map((one) => one.packets);
  report.figure("packets timed in a stretch, lowest", Math.min(...packets), "", 0);
  for (const share of ["p50", "p95"] as const) {
    const median = (of: readonly Delays[]) =>
      percentile(
        of.map((one) => one[share]),
        0.5,
      );
    const quiet = percentile(
      [...first, ...second].map((one) => one[share]),
      0.5,
    );
    report.figure(`packet delay ${share}, quiet`, quiet, "ms", 3);
    report.figure(`packet delay ${share}, with calls`, median(loaded), "ms", 3);
    report.figure(`packet delay ${share}, ratio`, median(loaded) / quiet, "", 3);
    // How far two quiet stretches of one round are apart.
    const differences = first.map((one, round) => Math.abs(one[share] - (second[round]?.[share] ?? Number.NaN)));
    const noise = percentile(differences, 0.5);
    const effects = loaded.map((one, round) => {
      return one[share] - ((first[round]?.[share] ?? Number.NaN) + (second[round]?.[share] ?? Number.NaN)) / 2;
    });
    report.figure(`packet delay ${share}, noise (median A/A difference)`, noise, "ms", 3);
    const effect = `packet delay ${share}, effect (median A/B difference; noise times ${NOISE_FACTOR} at most)`;
    report.bounded(effect, percentile(effects, 0.5), "ms", NOISE_FACTOR * noise, 3);
  }
}
