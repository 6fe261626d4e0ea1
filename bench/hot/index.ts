// How long it takes until a saved file is to be seen on a phone, in the simulator and on the page for real phones, and
// until the simulator can be used. All times are of the machine's one clock: from the write to the change of the DOM.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CompileState, ServedChange } from "@lianmai/devtools";
import type { Browser, Page } from "playwright-core";
import { writeFiles } from "../../e2e/corpus/library.js";
import { launchBrowser } from "../../e2e/harness/browser.js";
import { type Product, startProduct } from "../../e2e/harness/product.js";
import { phoneFrames } from "../../e2e/harness/simulator.js";
import { until } from "../../e2e/harness/until.js";
import { percentile, Report } from "../lib/figures.js";
import { marked, OPEN_PAGE, project } from "./project.js";
import { type Seen, watchMarks } from "./watch-marks.js";

const WARM_UP = 3;
const ROUNDS = 20;
/** The aims, in milliseconds. */
const AIMS = { ttml: 150, ttss: 150, js: 500, interactive: 1_500 };
const NAMES = { ttml: "saved template", ttss: "saved style sheet", js: "saved script" } as const;
const MARKS = { ttml: "template", ttss: "style", js: "script" } as const;
type Suffix = keyof typeof NAMES;

const folder = mkdtempSync(join(tmpdir(), "lianmai-hot-"));
writeFiles(folder, project());
const product = await startProduct({ project: folder });
const browser = await launchBrowser();
try {
  process.exitCode = await measure(product, browser);
} finally {
  await browser.close();
  await product.close();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(product: Product, browser: Browser): Promise<number> {
  const report = new Report();
  report.figure("rounds", ROUNDS, "", 0);
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  await context.addInitScript(watchMarks);
  const page = await context.newPage();
  figures(report, "simulator interactive", await starts(page, product.url), AIMS.interactive);
  await changes(report, "simulator", page);
  await page.close();

  const phone = await context.newPage();
  await phone.setViewportSize({ width: 375, height: 700 });
  await phone.goto(new URL("/m/?user=u1&name=Ann", product.url).href);
  await changes(report, "real phone's page", phone);
  await context.close();
  return report.verdict();
}

/** Loads the simulator again and again, and hands back when its first phone took a tap. */
async function starts(page: Page, url: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    await page.goto(url);
    const [phone] = await phoneFrames(page, 2);
    const ready = phone?.locator("#ready");
    await until("the first page is ready", async () => Number(await ready?.textContent()) > 0);
    const at = Number(await ready?.textContent());
    await phone?.locator("#add").click();
    await until("it takes a tap", async () => (await phone?.locator("#add").textContent()) === "taps 1");
    if (round >= 0) times.push(at - (await page.evaluate(() => performance.timeOrigin)));
  }
  return times;
}

/** Saves one file after the other; templates and styles must leave what the page has counted. */
async function changes(report: Report, where: string, page: Page): Promise<void> {
  const phone = () => page.frames().find((frame) => frame.url().includes("/frame.html"));
  await until("the phone runs", async () => ((await phone()?.locator("#add").count()) ?? 0) === 1);
  for (const suffix of ["ttss", "ttml", "js"] as const) {
    if (suffix === "ttss") await phone()?.locator("#add").click();
    const times: number[] = [];
    const compiled: number[] = [];
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const time = await save(page, suffix, `${where.length}${suffix}${round + WARM_UP}`);
      if (round < 0) continue;
      times.push(time.shown);
      compiled.push(time.compiled);
    }
    figures(report, `${NAMES[suffix]}, ${where}`, times, AIMS[suffix]);
    report.figure(`${NAMES[suffix]}, ${where}, of these until compiled p50`, percentile(compiled, 0.5), "ms");
    const taps = await phone()?.locator("#add").textContent();
    if (suffix !== "js" && taps === "taps 0") throw new Error(`${where} has lost its state over a ${NAMES[suffix]}.`);
  }
}

/** Saves a file. @returns milliseconds until it was compiled, and until a phone showed it */
async function save(page: Page, suffix: Suffix, mark: string): Promise<{ compiled: number; shown: number }> {
  const wanted = `${MARKS[suffix]}-${mark}`;
  const written = performance.timeOrigin + performance.now();
  const compiled = new Promise<number>((resolve) => {
    const ended = ({ finishedAt }: CompileState, change?: ServedChange) => {
      if (change === undefined) return;
      product.devServer.off("compiled", ended);
      resolve(finishedAt - written);
    };
    product.devServer.on("compiled", ended);
  });
  writeFileSync(join(folder, `${OPEN_PAGE}.${suffix}`), marked(suffix, mark));
  const seen = await until(`${wanted} is shown`, () =>
    page.evaluate((name) => (window as unknown as { seen?: Seen }).seen?.[name], wanted),
  );
  return { compiled: await compiled, shown: seen - written };
}

function figures(report: Report, name: string, values: number[], most: number): void {
  report.bounded(`${name} p50`, percentile(values, 0.5), "ms", most);
  report.figure(`${name} p95`, percentile(values, 0.95), "ms");
}
