// How long it takes until a change of a list of 1,000 rows is in the DOM: a page of a mini-program on our runtime, Vue
// and React, in turn, in one Chromium, in the same run. And how heavy the runtime is.
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { root } from "../../e2e/harness/root.js";
import { until } from "../../e2e/harness/until.js";
import { RuntimeLab } from "../../e2e/runtime/mini-program.js";
import type { TestWindow } from "../../e2e/runtime/test-host.js";
import { percentile, Report } from "../lib/figures.js";
import { OPERATIONS, type Operation, ROWS, type Round, type Times } from "./list.js";
import { program } from "./program.js";
import { runtimeKilobytes } from "./runtime-size.js";

const OURS = "lianmai";
const WARM_UP = 5;
const ROUNDS = 25;
/** The aims: milliseconds from `setData` to its callback, and kilobytes with gzip. */
const AIMS: Partial<Record<Operation, number>> = { create: 45, replace: 9, one: 3 };
const RUNTIME_KILOBYTES = 60;
const NAMES: Record<Operation, string> = {
  create: "create 1000",
  replace: "replace all names",
  tenth: "every 10th row",
  one: "items[500].name",
  reverse: "reverse",
};

interface System {
  name: string;
  /** Empties the list, then does each operation once. */
  round(round: number): Promise<Round>;
}

const lab = await RuntimeLab.start();
try {
  process.exitCode = await measure();
} finally {
  await lab.close();
}

async function measure(): Promise<number> {
  const report = new Report();
  const systems = [await ours(), await rival("vue"), await rival("react")];
  const rounds = new Map<string, Round[]>(systems.map(({ name }) => [name, []]));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    // Which of them begins changes from round to round.
    for (let turn = 0; turn < systems.length; turn++) {
      const system = systems[(turn + round + WARM_UP) % systems.length] as System;
      const times = await system.round(round);
      if (round >= 0) rounds.get(system.name)?.push(times);
    }
  }
  report.figure("rounds", ROUNDS, "", 0);
  for (const operation of OPERATIONS) {
    for (const { name } of systems) {
      const values = (kind: keyof Times) => rounds.get(name)?.map((round) => round[operation][kind]) ?? [];
      const title = `${NAMES[operation]}, ${name}`;
      report.figure(`${title}, DOM p50`, percentile(values("dom"), 0.5), "ms");
      const done = percentile(values("task"), 0.5);
      const aim = name === OURS ? AIMS[operation] : undefined;
      if (aim === undefined) report.figure(`${title}, callback p50`, done, "ms");
      else report.bounded(`${title}, callback p50`, done, "ms", aim);
      report.figure(`${title}, callback p5`, percentile(values("task"), 0.05), "ms");
      report.figure(`${title}, callback p95`, percentile(values("task"), 0.95), "ms");
    }
  }
  const { simple, withRequest, gallery, rtc } = await runtimeKilobytes(lab);
  report.bounded("runtime without RTC", simple, "kB", RUNTIME_KILOBYTES);
  report.figure("runtime without RTC, and a request", withRequest, "kB");
  report.figure("runtime of the gallery, everything with RTC", gallery, "kB");
  report.figure("of that, the RTC client", rtc, "kB");
  return report.verdict();
}

async function ours(): Promise<System> {
  const app = await lab.open(program);
  const lines = (): Promise<string[]> =>
    app.page.evaluate(() =>
      (globalThis as unknown as TestWindow).records.reports.flatMap((report) =>
        report.kind === "console" && report.args[0] === "times" ? [String(report.args[1])] : [],
      ),
    );
  await app.frame.locator("#round").waitFor();
  return {
    name: OURS,
    async round() {
      await app.page.bringToFront();
      const { length } = await lines();
      await app.tap("#round");
      const line = await until("the page has done a round", async () => (await lines())[length]);
      checkRows(await app.frame.locator(".row").count(), OURS);
      return JSON.parse(line) as Round;
    },
  };
}

async function rival(name: "vue" | "react"): Promise<System> {
  const page = await openRival(lab.browser, name);
  return {
    name,
    async round(round) {
      await page.bringToFront();
      const times = await page.evaluate((round) => window.round(round), round);
      checkRows(await page.locator(".row").count(), name);
      return times;
    },
  };
}

/** A list that is not there is drawn in no time. */
function checkRows(count: number, name: string): void {
  if (count !== ROWS) throw new Error(`${name} shows ${count} rows, not ${ROWS}`);
}

async function openRival(browser: Browser, name: string): Promise<Page> {
  const { outputFiles } = await build({
    entryPoints: [join(root, "bench", "setdata", "rivals", `${name}.ts`)],
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    // The form of Vue that compiles templates; its plain name has only the types.
    alias: { vue: "vue/dist/vue.esm-bundler.js" },
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    logLevel: "warning",
  });
  const page = await browser.newPage({ viewport: { width: 400, height: 640 } });
  await page.setContent('<!doctype html><div id="list"></div>');
  await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
  return page;
}
