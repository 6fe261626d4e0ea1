// npm run -s rtc:report: which rows of what is known of the original's calls have a test that passes, and what there is
// beyond the original, with its tests. Runs them all, those in the browser too; takes about two minutes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { findChromium } from "./lib/chromium.mjs";
import { main } from "./lib/main.mjs";
import { root, stampDir } from "./lib/paths.mjs";
import { Report } from "./lib/report.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";

/** Where the tests are, by project of vitest.config.ts. */
const TESTS = {
  unit: [
    "packages/runtime/src/api/rtc",
    "packages/runtime/src/phone/permissions.test.ts",
    "packages/server/src/signaling/rtc-rows.test.ts",
    "packages/server/src/signaling/room-messages.test.ts",
  ],
  browser: ["e2e/rtc-room.test.ts", "e2e/rtc-extras.test.ts"],
};

/** What there is beyond the original, as the tests' groups call it: `additive: NAME`. */
const FEATURES = [
  "speaking levels",
  "sound of others",
  "messages in the room",
  "screen sharing",
  "object-fit and mirror",
  "statistics",
  "reason of a removal",
  "autoplay",
  "devices",
  "picture-in-picture",
  "noise suppression",
];

await main(async () => {
  await setUp({ chromium: true, steps: new Steps({ stream: process.stderr, quiet: true }) });
  const { ROWS } = await loadRows();
  const tests = [];
  for (const [project, paths] of Object.entries(TESTS)) tests.push(...(await run(project, paths)));
  const passed = tests.filter(({ status }) => status === "passed");

  const report = new Report();
  const ids = Object.keys(ROWS);
  const named = ({ fullName }) =>
    [...fullName.matchAll(/\[([^\]]+)\]/g)].map(([, id]) => id).filter((id) => id in ROWS);
  const tested = new Set(passed.flatMap(named));
  const failed = new Set(tests.filter((test) => !passed.includes(test)).flatMap(named));
  const untested = ids.filter((id) => !tested.has(id) || failed.has(id));
  report.figure("spec rows", ids.length, "rows");
  report.figure("tested rows", ids.length - untested.length, "rows");
  for (const section of new Set(ids.map((id) => id.split(" ")[0]))) {
    const all = ids.filter((id) => id.split(" ")[0] === section);
    report.figure(
      `tested rows of section ${section}`,
      all.filter((id) => !untested.includes(id)).length,
      `of ${all.length}`,
    );
  }
  if (untested.length > 0) report.short(`rows ${untested.join(", ")}`);

  for (const feature of FEATURES) {
    const own = passed.filter(({ ancestorTitles }) => ancestorTitles.includes(`additive: ${feature}`));
    report.figure(`additive ${feature}`, own.length, "tests");
    for (const { title } of own) console.log(`  ${title}`);
    if (own.length === 0) report.short(`tests of ${feature}`);
  }

  report.figure("tests passed", passed.length, "tests");
  report.figure("tests failed", tests.length - passed.length, "tests");
  for (const { fullName, status } of tests) if (status !== "passed") report.short(`test "${fullName}" (${status})`);
  report.finish();
});

/** The tests of a project with their outcomes. What they print goes to standard error. */
async function run(project, paths) {
  const folder = join(stampDir, "rtc-report");
  const file = join(folder, `${project}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(file, { force: true });
  const args = [
    "run",
    "--project",
    project,
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...paths,
  ];
  const child = spawn(join(root, "node_modules", ".bin", "vitest"), args, {
    cwd: root,
    stdio: ["ignore", process.stderr, process.stderr],
    env: { ...process.env, LIANMAI_CHROMIUM: findChromium() },
  });
  await once(child, "close");
  const { testResults } = JSON.parse(readFileSync(file, "utf8"));
  for (const { name, assertionResults, message } of testResults) {
    // A file that does not load has no tests that could fail.
    if (assertionResults.length === 0) throw new Error(`${name} has no tests: ${message}`);
  }
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

async function loadRows() {
  const outfile = join(stampDir, "rtc-report", "rows.mjs");
  const entry = join(root, "packages/runtime/src/api/rtc/spec/rows.fixture.ts");
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm" });
  return import(outfile);
}
