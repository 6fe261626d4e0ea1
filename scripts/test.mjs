// npm test: set-up, then style, types, unit, contract and browser tests.
// The last line is `N passed, N failed`, with `, N skipped` behind it when there were any, over all of them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checks } from "./lib/checks.mjs";
import { findChromium } from "./lib/chromium.mjs";
import { root, stampDir } from "./lib/paths.mjs";
import { setUp } from "./lib/setup.mjs";
import { reportFailure, Steps } from "./lib/steps.mjs";

/** Of vitest.config.ts. The browser tests come last: they are the slow ones. */
const PROJECTS = ["unit", "browser"];
const totals = { passed: 0, failed: 0, skipped: 0 };
const steps = new Steps();
/** `npm test -- NAME` runs only the test files whose path has NAME in it. */
const filters = process.argv.slice(2);

try {
  await setUp({ chromium: true, steps });
  for (const { label, work } of checks) await count(() => steps.step(label, work));
  for (const project of PROJECTS) await runProject(project);
} catch (error) {
  totals.failed++;
  reportFailure(error);
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed === 0 ? 0 : 1;

async function count(check) {
  try {
    await check();
    totals.passed++;
  } catch (error) {
    totals.failed++;
    reportFailure(error);
  }
}

async function runProject(project) {
  const report = join(stampDir, "test", `${project}.json`);
  mkdirSync(join(stampDir, "test"), { recursive: true });
  rmSync(report, { force: true });
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const child = spawn(join(root, "node_modules", ".bin", "vitest"), [...args, ...filters], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, LIANMAI_CHROMIUM: findChromium() },
  });
  const [code] = await once(child, "close");
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined;
  const failed = result?.numFailedTests ?? 0;
  totals.passed += result?.numPassedTests ?? 0;
  totals.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  // A file that does not load, or an error outside of any test, fails the run without a failed test.
  totals.failed += failed === 0 && code !== 0 ? 1 : failed;
}
