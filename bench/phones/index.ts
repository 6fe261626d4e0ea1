// Nine phones of the simulator in one room, on this machine: whether every tile is live, what they cost, and whether
// tiles that nobody sees cost nothing.
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@lianmai/cli";
import { launchBrowser } from "../../e2e/harness/browser.js";
import { root } from "../../e2e/harness/root.js";
import { openSimulator } from "../../e2e/harness/simulator.js";
import { until } from "../../e2e/harness/until.js";
import { percentile, Report } from "../lib/figures.js";
import { cpuSecondsOf, descendants, Program } from "../lib/process.js";
import { onWorkbench, type Workbench } from "../lib/workbench.js";
import { Phones } from "./phones.js";

/** `npm run -s bench phones 3` takes three. */
const PHONES = Number(process.argv[2] ?? 9);
/** The simulator opens no more. */
const MOST_PHONES = 12;
/** The business server of the sample. */
const SAMPLE_ORIGIN = "https://rtc-demo.example.com";
/** CPU is read over so many milliseconds. */
const WATCHED = 10_000;
/** Nine phones start on whatever the machine has left, milliseconds. */
const PATIENCE = 180_000;
/** Nine phones are all in sight in it, as the simulator places them. */
const VIEWPORT = { width: 1_920, height: 1_080 };

if (!Number.isInteger(PHONES) || PHONES < 2 || PHONES > MOST_PHONES) {
  console.error(`"${process.argv[2]}" is no number of phones: say one from 2 to ${MOST_PHONES}.`);
  process.exit(1);
}
await onWorkbench(measure);

async function measure(bench: Workbench): Promise<number> {
  const report = new Report();
  report.figure("load of the machine before", loadavg()[0] ?? 0, "", 2);
  const { program, url } = await startProduct(bench);
  const browser = await launchBrowser();
  bench.atEnd(() => browser.close());
  const search = new URLSearchParams({ phones: String(PHONES), query: "room=phones&autojoin=1" });
  const started = performance.now();
  const tab = await openSimulator(browser, { url: `${url}?${search}` }, { viewport: VIEWPORT });
  const phones = await Phones.open(tab.page, PHONES, PATIENCE);
  await until("all phones have all tiles", () => phones.haveAllTiles(), PATIENCE);
  const allMove = async () => {
    const { tiles, moving } = await phones.seen(1_000);
    return tiles === PHONES ** 2 && moving === tiles;
  };
  await until("all tiles move", allMove, PATIENCE);
  report.figure("phones", PHONES, "", 0);
  report.figure("all tiles live after", performance.now() - started, "ms", 0);
  const { tiles, moving, frameRates } = await phones.seen(WATCHED);
  report.figure("tiles in sight", tiles, "", 0);
  report.bounded("tiles in sight that stand still", tiles - moving, "", 0, 0);
  report.figure("frames a second of a tile, median", percentile(frameRates, 0.5), "");
  report.figure("frames a second of a tile, least", percentile(frameRates, 0), "");
  const { voices } = await phones.arrived(WATCHED);
  report.bounded("voices that are not heard", PHONES * (PHONES - 1) - voices, "", 0, 0);
  await reportCpu(report, "all phones in sight", program);

  // One phone stays in sight; the others are moved out of it, as by scrolling.
  await phones.moveOthers("translateX(-20000px)");
  const hidden = await until("the other phones are out of sight", async () => {
    const unseen = (await phones.tiles()).filter(({ isSeen, isOwn }) => !isSeen && !isOwn);
    return unseen.length >= (PHONES - 1) ** 2 && unseen.length;
  });
  const flowing = async () => (await phones.arrived(1_000)).unseenPictures;
  await until("tiles out of sight receive nothing", async () => (await flowing()) === 0, 30_000).catch(() => {});
  report.figure("tiles out of sight", hidden, "", 0);
  report.bounded("consumers of tiles out of sight", await flowing(), "", 0, 0);
  await reportCpu(report, "one phone in sight", program);

  const before = performance.now();
  await phones.moveOthers("");
  await until("all tiles move again", allMove, PATIENCE);
  report.figure("all tiles live again after", performance.now() - before, "ms", 0);
  report.figure("load of the machine after", loadavg()[0] ?? 0, "", 2);
  return report.verdict();
}

async function startProduct(bench: Workbench): Promise<{ program: Program; url: string }> {
  const [port, mediaPort] = [await freePort(), await freePort()];
  const program = Program.start(join(root, "packages", "cli", "bin", "lianmai.js"), [
    "dev",
    join(root, "examples", "video-call"),
    ...["--host", "127.0.0.1", "--port", String(port), "--media-port", String(mediaPort)],
    ...["--data", join(bench.folder, "data"), "--back-end", `${SAMPLE_ORIGIN}=${join(root, "examples", "backend")}`],
  ]);
  bench.atEnd(() => program.stop());
  const url = `http://127.0.0.1:${port}/`;
  try {
    await until("the product answers", () => fetch(url).then(({ ok }) => ok), 60_000);
  } catch (error) {
    throw new Error(`The product did not start:\n${program.output}`, { cause: error });
  }
  return { program, url };
}

/** Percent of a core over a while: the page with its browser, the server's Node, and what that started. */
async function reportCpu(report: Report, name: string, program: Program): Promise<void> {
  const read = () => {
    const others = new Set(program.pids());
    const browser = descendants(process.pid).filter((pid) => !others.has(pid));
    return { page: cpuSecondsOf(browser), ...program.cpuSeconds() };
  };
  const before = read();
  await delay(WATCHED);
  const after = read();
  const percent = (seconds: number) => (seconds / (WATCHED / 1000)) * 100;
  report.figure(`${name}: CPU of the page and its browser`, percent(after.page - before.page), "% of a core", 0);
  report.figure(`${name}: CPU of the server`, percent(after.own - before.own), "% of a core", 0);
  const children = percent(after.children - before.children);
  report.figure(`${name}: CPU of media workers and back end`, children, "% of a core", 0);
}
