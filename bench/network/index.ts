// How a call fares on bad networks: a phone behind a wire that loses, delays, stalls, narrows and breaks, and somebody at a
// desk beside the server. Server, phone and desk are hosts of their own: network namespaces that exist only meanwhile.
import { mkdtempSync, rmSync } from "node:fs";

import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { percentile, Report } from "../lib/figures.js";
import { Participant } from "./call.js";
import { bundlePage, openPage, startBrowser, startService } from "./hosts.js";
import { type Impairment, missingForWorld, World } from "./world.js";

/** A call is watched for so long under each impairment, in milliseconds, unless it says otherwise. */
const WATCHED = 20_000;
/** Where a picture breaks off now and then for a second or two, so long is watched that chance evens out. */
const WATCHED_LONG = 80_000;
/** The first seconds are those of the change; what lasts is watched, after so many milliseconds. */
const SETTLED = 8_000;
/** What every phone has between it and a server, in milliseconds each way: at none, round trips are measured as nothing. */
const WAY = 10;
/** What breaks must be mended within this, in milliseconds; longer counts as this long. */
const RECOVERY = 10_000;
/** A camera of 640 pixels has two layers. */
const FULL_WIDTH = 640;

/** Under each loss, each way: joins to make, and the most that is borne. */
const LOSSES: ({ loss: number } & Aims)[] = [
  { loss: 0, joins: 16, firstFrame: 800 },
  { loss: 5, joins: 6 },
  { loss: 10, joins: 30, firstFrame: 2_000, frozen: 0.02 },
  { loss: 30, joins: 6, watched: WATCHED_LONG, frozen: 0.15, concealed: 0.1 },
  { loss: 50, joins: 2 },
];

const missing = missingForWorld();
if (missing) {
  console.log(`This measurement was not made: ${missing}. It makes hosts of its own, which takes root on Linux with`);
  console.log("iproute2 and python3, and /dev/net/tun.");
  console.log("verdict: short of a machine that it can be made on");
  process.exit(1);
}

const work = mkdtempSync(join(tmpdir(), "lianmai-bench-"));
const world = new World();
const ends: (() => unknown)[] = [() => rmSync(work, { recursive: true, force: true }), () => world.close()];
const only = process.argv[2];
// Namespaces outlive a process, so they are taken away whatever ends this one.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    world.close();
    process.exit(1);
  });
}
process.once("exit", () => world.close());
try {
  process.exitCode = await measure();
} finally {
  for (const end of ends.reverse()) await end();
}

async function measure(): Promise<number> {
  const report = new Report();
  report.figure("load of the machine before", loadavg()[0] ?? 0, "", 2);
  await world.open();
  const service = await startService(world.server, join(work, "data"));
  ends.push(() => service.program.stop());
  const script = await bundlePage();
  const [there, here] = await Promise.all([startBrowser(world.desk, work), startBrowser(world.phone, work)]);
  ends.push(
    () => there.close(),
    () => here.close(),
  );
  const desk = new Participant(await openPage(there, script), service, "desk", "phone");
  const phone = new Participant(await openPage(here, script), service, "phone", "desk");
  await desk.call();

  const wanted = (name: string) => only === undefined || only === name;
  for (const aims of LOSSES) if (wanted(`loss-${aims.loss}`)) await underLoss(report, desk, phone, aims);
  if (wanted("delay")) {
    const impairment = { delay: 150, jitter: 50 };
    await underImpairment(report, desk, phone, "delay 150+-50 ms", impairment, { joins: 4 });
  }
  if (wanted("stalls")) {
    const impairment = { delay: WAY, stall: 50 };
    const aims = { joins: 4, watched: WATCHED_LONG, layerChanges: 0 };
    await underImpairment(report, desk, phone, "stalls of 50+-25 ms", impairment, aims);
  }
  if (wanted("bandwidth")) await underNarrowing(report, desk, phone);
  if (wanted("blackout")) await afterBlackout(report, desk, phone);
  if (wanted("move")) await afterMove(report, desk, phone);
  report.figure("load of the machine after", loadavg()[0] ?? 0, "", 2);
  return report.verdict();
}

async function underLoss(report: Report, desk: Participant, phone: Participant, aims: (typeof LOSSES)[number]) {
  await underImpairment(report, desk, phone, `loss ${aims.loss} %`, { loss: aims.loss, delay: WAY }, aims);
}

interface Aims {
  joins: number;
  watched?: number;
  firstFrame?: number;
  frozen?: number;
  concealed?: number;
  layerChanges?: number;
}

/** Joins, and then a call, on a wire that stays the same. */
async function underImpairment(
  report: Report,
  desk: Participant,
  phone: Participant,
  name: string,
  impairment: Impairment,
  aims: Aims,
): Promise<void> {
  await world.impair(impairment);
  const times = await phone.joins(aims.joins);
  report.figure(`${name}: joins`, times.length, "", 0);
  report.figure(`${name}: first frame p50`, percentile(times, 0.5), "ms", 0);
  bounded(report, `${name}: first frame p95`, percentile(times, 0.95), "ms", aims.firstFrame, 0);

  // The call begins on a good wire and then goes through the bad one.
  await world.impair({});
  await phone.call();
  await Promise.all([phone.sees(), desk.sees()]);
  await world.impair(impairment);
  await delay(SETTLED);
  await Promise.all([phone.start(), desk.start()]);
  const watched = aims.watched ?? WATCHED;
  await delay(watched);
  const [down, up] = await Promise.all([phone.read(), desk.read()]);
  for (const [way, seen] of [
    ["down", down],
    ["up", up],
  ] as const) {
    bounded(report, `${name}: video freeze ${way}`, seen.frozen * 100, "%", percent(aims.frozen));
    bounded(report, `${name}: audio concealed ${way}`, seen.concealed * 100, "%", percent(aims.concealed));
    report.figure(`${name}: frames ${way}`, seen.frames / (watched / 1000), "/s");
    const changes = Math.max(seen.widths.length - 1, 0);
    bounded(report, `${name}: layer changes ${way}`, changes, "", aims.layerChanges, 0);
  }
  await world.impair({});
  await phone.leave();
}

/** The wire becomes narrow and wide again. */
async function underNarrowing(report: Report, desk: Participant, phone: Participant): Promise<void> {
  const name = "2 Mbit/s to 300 kbit/s and back";
  await world.impair({ rate: 2_000_000 });
  await phone.call();
  await Promise.all([phone.sees(), desk.sees()]);
  await phone.widthAfter("at least", FULL_WIDTH, 20_000);
  await delay(5_000);
  await phone.start();
  await world.impair({ rate: 300_000 });
  const lower = await phone.widthAfter("below", FULL_WIDTH, 15_000);
  await delay(15_000);
  const narrow = await phone.read();
  await world.impair({ rate: 2_000_000 });
  const back = await phone.widthAfter("at least", FULL_WIDTH, 30_000);
  await delay(8_000);
  const all = await phone.read();
  report.bounded(`${name}: lower layer after`, lower, "ms", 3_000, 0);
  report.figure(`${name}: video freeze while narrow`, narrow.frozen * 100, "%");
  report.figure(`${name}: audio concealed while narrow`, narrow.concealed * 100, "%");
  report.bounded(`${name}: full layer again after`, back, "ms", 15_000, 0);
  // Down once and up once; more is flapping.
  report.bounded(`${name}: layer changes`, Math.max(all.widths.length - 1, 0), "", 2, 0);
  await world.impair({});
  await phone.leave();
}

/** Nothing passes for ten seconds. */
async function afterBlackout(report: Report, desk: Participant, phone: Participant): Promise<void> {
  await inCall(desk, phone);
  await world.impair({ up: false });
  await delay(10_000);
  await world.impair({});
  const [down, up] = await Promise.all([phone.backAfter(RECOVERY), desk.backAfter(RECOVERY)]);
  report.bounded("blackout of 10 s: video back down", down, "ms", 3_000, 0);
  report.bounded("blackout of 10 s: video back up", up, "ms", 3_000, 0);
  await phone.leave();
}

/** The phone is on another network from one moment to the next. */
async function afterMove(report: Report, desk: Participant, phone: Participant): Promise<void> {
  await inCall(desk, phone);
  world.moveThePhone();
  const [down, up] = await Promise.all([phone.backAfter(RECOVERY), desk.backAfter(RECOVERY)]);
  report.bounded("IP change: video back down", down, "ms", 3_000, 0);
  report.bounded("IP change: video back up", up, "ms", 3_000, 0);
  await phone.leave();
}

async function inCall(desk: Participant, phone: Participant): Promise<void> {
  await world.impair({});
  await phone.call();
  await Promise.all([phone.sees(), desk.sees()]);
  await delay(3_000);
}

function bounded(report: Report, name: string, value: number, unit: string, most: number | undefined, digits = 1) {
  if (most === undefined) report.figure(name, value, unit, digits);
  else report.bounded(name, value, unit, most, digits);
}

function percent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : share * 100;
}
