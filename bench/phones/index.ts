// Nine phones of the simulator in one room, on this machine: whether every tile is live, what they cost, and whether
// tiles that nobody sees cost nothing.
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@lianmai/cli";
import type { Frame } from "playwright-core";
import { launchBrowser } from "../../e2e/harness/browser.js";
import { root } from "../../e2e/harness/root.js";
import { openSimulator, phoneFrames } from "../../e2e/harness/simulator.js";
import { until } from "../../e2e/harness/until.js";
import { Report } from "../lib/figures.js";
import { cpuSecondsOf, descendants, Program } from "../lib/process.js";
import { onWorkbench, type Workbench } from "../lib/workbench.js";
import { readPackets, readTiles, type Tile } from "./tiles.js";

/** `npm run -s bench phones 3` takes three. */
const PHONES = Number(process.argv[2] ?? 9);
/** The business server of the sample. */
const SAMPLE_ORIGIN = "https://rtc-demo.example.com";
/** CPU is read over so many milliseconds. */
const WATCHED = 10_000;
/** Nine phones start on whatever the machine has left, milliseconds. */
const PATIENCE = 180_000;

await onWorkbench(measure);

async function measure(bench: Workbench): Promise<number> {
  const report = new Report();
  report.figure("load of the machine before", loadavg()[0] ?? 0, "", 2);
  const { program, url } = await startProduct(bench);
  const browser = await launchBrowser();
  bench.atEnd(() => browser.close());
  const room = "room=phones&autojoin=1";
  const tab = await openSimulator(browser, {
    url: `${url}?${new URLSearchParams({ phones: String(PHONES), query: room })}`,
  });
  const frames = await phoneFrames(tab.page, PHONES, PATIENCE);
  const started = performance.now();
  // All phones are seen in a page that is large enough for them.
  await tab.page.setViewportSize({ width: 4_200, height: 1_000 });
  await until("all phones have all tiles", () => everyTile(frames, ({ hasTrack }) => hasTrack), PATIENCE);

  const live = await countLive(frames);
  report.figure("phones", frames.length, "", 0);
  report.figure("tiles in sight", live.seen, "", 0);
  report.bounded("tiles in sight that stand still", live.seen - live.moving, "", 0, 0);
  report.figure("all tiles live after", performance.now() - started, "ms", 0);
  await reportCpu(report, "all phones in sight", program);

  // One phone stays in sight; the others are moved out of it, as by scrolling.
  await moveOthers(frames, "translateX(-20000px)");
  const hidden = await until(
    "most phones are out of sight",
    async () => {
      const tiles = await allTiles(frames);
      const unseen = tiles.filter(({ isSeen, isOwn }) => !isSeen && !isOwn);
      return unseen.length >= (PHONES - 1) ** 2 && unseen.length;
    },
    PATIENCE,
  );
  const flowing = async () => (await countLive(frames)).unseenFlowing;
  await until("tiles out of sight receive nothing", async () => (await flowing()) === 0, 30_000).catch(() => {});
  report.figure("tiles out of sight", hidden, "", 0);
  report.bounded("consumers of tiles out of sight", await flowing(), "", 0, 0);
  await reportCpu(report, "one phone in sight", program);

  const before = performance.now();
  await moveOthers(frames, "");
  await until(
    "all tiles move again",
    async () => {
      const { seen, moving } = await countLive(frames, 1_000);
      return seen === live.seen && moving === seen;
    },
    PATIENCE,
  );
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

async function moveOthers(frames: readonly Frame[], transform: string): Promise<void> {
  for (const frame of frames.slice(1)) {
    const element = await frame.frameElement();
    await element.evaluate((iframe, how) => {
      (iframe as HTMLElement).style.transform = how;
    }, transform);
  }
}

async function allTiles(frames: readonly Frame[]): Promise<Tile[]> {
  return (await Promise.all(frames.map((frame) => frame.evaluate(readTiles)))).flat();
}

/** Whether every phone has as many tiles as there are phones, all like this. */
async function everyTile(frames: readonly Frame[], is: (tile: Tile) => boolean): Promise<boolean> {
  const tiles = await allTiles(frames);
  return tiles.length === PHONES * PHONES && tiles.every(is);
}

/** Which tiles move, by two looks some time apart. */
async function countLive(frames: readonly Frame[], apart = 3_000) {
  const look = () =>
    Promise.all(
      frames.map(async (frame) => ({
        tiles: await frame.evaluate(readTiles),
        packets: await frame.evaluate(readPackets),
      })),
    );
  const first = await look();
  await delay(apart);
  const counts = { seen: 0, moving: 0, unseenFlowing: 0 };
  for (const [index, after] of (await look()).entries()) {
    const before = first[index];
    for (const [at, tile] of after.tiles.entries()) {
      const isFlowing = (after.packets[tile.trackId] ?? 0) > (before?.packets[tile.trackId] ?? 0);
      if (tile.isSeen) {
        counts.seen += 1;
        if (tile.frames > (before?.tiles[at]?.frames ?? 0)) counts.moving += 1;
      } else if (!tile.isOwn && isFlowing) counts.unseenFlowing += 1;
    }
  }
  return counts;
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
