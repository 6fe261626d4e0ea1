// How long the compiler takes: for a project of ten pages as people write them, and for three component libraries, in a
// new process, in a warm one, again with nothing changed, and after an edit.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatDiagnostic, ProjectCompiler } from "@lianmai/compiler";
import { type Files, LIBRARIES, wholeLibraries, writeFiles } from "../../e2e/corpus/library.js";
import { percentile, Report } from "../lib/figures.js";
import { tenPages } from "./ten-pages.js";

const COLD_ROUNDS = 7;
const WARM_UP = 3;
const ROUNDS = 25;
/** Milliseconds for the whole project of ten pages in a process that has compiled before. */
const AIM = 100;

const work = mkdtempSync(join(tmpdir(), "lianmai-bench-"));
try {
  process.exitCode = process.argv[2] === "cold" ? await cold(process.argv[3] ?? "") : await measure();
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** In a process of its own: prints how long its first compilation takes, with what is loaded for it. */
async function cold(folder: string): Promise<number> {
  const result = await new ProjectCompiler(folder).compile();
  console.log(result.milliseconds);
  return 0;
}

async function measure(): Promise<number> {
  const report = new Report();
  await project(report, "ten pages", tenPages(), "pages/page-3/index", COLD_ROUNDS);
  for (const library of LIBRARIES) {
    await project(report, library.name, wholeLibraries([library]), "pages/index/index", 3);
  }
  return report.verdict();
}

async function project(report: Report, name: string, files: Files, edited: string, coldRounds: number): Promise<void> {
  const folder = join(work, name.replace(/\W/g, "-"));
  writeFiles(folder, files);
  report.figure(`${name}, files`, Object.keys(files).length, "", 0);
  figures(
    report,
    `${name}, cold`,
    Array.from({ length: coldRounds }, () => coldTime(folder)),
  );

  // All of it anew, in a process whose code is compiled and hot.
  const whole = await times(() => new ProjectCompiler(folder));
  figures(report, `${name}, warm`, whole, name === "ten pages" ? AIM : undefined);
  const compiler = new ProjectCompiler(folder);
  figures(report, `${name}, nothing changed`, await times(() => compiler));
  for (const suffix of ["ttml", "ttss", "js", "ts"]) {
    const path = `${edited}.${suffix}`;
    const text = files[path];
    if (text === undefined) continue;
    let count = 0;
    const edit = () => {
      // Something that each suffix takes for a comment or nothing at all.
      writeFileSync(join(folder, path), text + "\n".repeat(++count));
      return [path];
    };
    figures(report, `${name}, after an edit of a .${suffix}`, await times(() => compiler, edit));
  }
  await compiler.dispose();
}

async function times(compilerOf: () => ProjectCompiler, edit?: () => string[]): Promise<number[]> {
  const values: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const changed = edit?.();
    const { milliseconds, bundle, diagnostics } = await compilerOf().compile(changed);
    if (!bundle) throw new Error(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join("\n"));
    if (round >= 0) values.push(milliseconds);
  }
  return values;
}

function coldTime(folder: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, [process.argv[1] ?? "", "cold", folder], { encoding: "utf8" });
  const time = Number(stdout.trim());
  if (!(time > 0)) throw new Error(`A cold compilation failed: ${stderr}`);
  return time;
}

function figures(report: Report, name: string, values: number[], most?: number): void {
  if (most === undefined) report.figure(`${name} p50`, percentile(values, 0.5), "ms");
  else report.bounded(`${name} p50`, percentile(values, 0.5), "ms", most);
  report.figure(`${name} p5`, percentile(values, 0.05), "ms");
  report.figure(`${name} p95`, percentile(values, 0.95), "ms");
}
