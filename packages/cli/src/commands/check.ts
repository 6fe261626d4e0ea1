import { existsSync } from "node:fs";
import { join } from "node:path";
import { formatDiagnostic } from "@lianmai/compiler";
import { withApps } from "@lianmai/server";
import { type CheckResult, checkProject } from "../checks/check-project.js";
import { EXIT } from "../errors.js";
import { readProject } from "../project/project.js";
import { readApiSupport } from "../site/runtime-files.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import { Progress } from "../terminal/progress.js";
import { bytes, report } from "../terminal/report.js";

export interface CheckCommandOptions {
  project: string;
  dataDir: string;
  json: boolean;
}

/** `lianmai check`. @returns the exit code: 0 without errors */
export async function check({ project, dataDir, json }: CheckCommandOptions): Promise<number> {
  readProject(project);
  const progress = new Progress({ quiet: json });
  const result = await progress.step(say("检查", "Check"), async () =>
    checkProject({ project, support: await readApiSupport(), keys: await keysOf(dataDir) }),
  );
  report(json, { ok: result.errors === 0, ...result }, lines);
  return result.errors === 0 ? EXIT.done : EXIT.project;
}

/** The keys of this machine's apps. A check must not make a database, so where there is none there are no keys. */
export async function keysOf(dataDir: string): Promise<string[]> {
  if (!existsSync(join(dataDir, "lianmai.db"))) return [];
  return await withApps(dataDir, async (apps, accessKeys) => [
    ...(await apps.list()).flatMap(({ appKey, secondaryAppKey }) => [
      appKey,
      ...(secondaryAppKey ? [secondaryAppKey] : []),
    ]),
    ...(await accessKeys.list()).map(({ secretKey }) => secretKey),
  ]);
}

function lines({ findings, errors, warnings, sizes }: CheckResult): string {
  const { colourful, green, red } = palette(process.stdout);
  const shown = findings.map((finding) => formatDiagnostic(finding, { color: colourful }));
  const summary =
    errors === 0
      ? `${green("✓")} ${say(`没有错误，${warnings} 个警告`, `No errors, ${warnings} warnings`)}`
      : `${red("✗")} ${say(`${errors} 个错误，${warnings} 个警告`, `${errors} errors, ${warnings} warnings`)}`;
  const size = say(
    `  代码 ${bytes(sizes.script)}，图片等 ${bytes(sizes.assets)}`,
    `  Code ${bytes(sizes.script)}, pictures and the like ${bytes(sizes.assets)}`,
  );
  return [...shown.map((text) => `${text}\n`), summary, size].join("\n");
}
