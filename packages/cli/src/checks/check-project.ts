import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { type Diagnostic, ProjectCompiler } from "@lianmai/compiler";
import { isAsset } from "@lianmai/devtools";
import { ignoreRules, isIgnored, listFiles } from "../site/project-files.js";
import type { ApiSupport } from "../site/runtime-files.js";
import { checkApi } from "./api-support.js";
import type { Finding, SourceFile } from "./finding.js";
import { checkRtc } from "./rtc-configuration.js";
import { checkSizes } from "./sizes.js";
import { checkUnused } from "./unused-files.js";

export interface CheckOptions {
  /** Folder of the project, absolute. */
  project: string;
  support: ReadonlyMap<string, ApiSupport>;
  /** Keys of this machine's apps, which no project may hold. */
  keys: readonly string[];
}

export interface CheckResult {
  /** What the compiler says, with code frames, and what the checks say. Errors first. */
  findings: (Finding | Diagnostic)[];
  errors: number;
  warnings: number;
  /** Bytes; of the code with all subpackages. */
  sizes: { script: number; assets: number; largest: { file: string; size: number }[] };
}

/** Everything that can be said of a project without running it. */
export async function checkProject({ project, support, keys }: CheckOptions): Promise<CheckResult> {
  const compiler = new ProjectCompiler(project, { minify: true, sourceMaps: "none" });
  const { bundle, diagnostics, watched } = await compiler.compile();
  await compiler.dispose();
  const root = bundle?.root ?? project;
  const prefix = relative(project, root).split(sep).join("/");
  const inProject = (path: string) => (prefix === "" ? path : `${prefix}/${path}`);
  const rules = await ignoreRules(project);
  const files = (await listFiles(root)).filter(({ path }) => !isIgnored(path, rules));

  const read = watched.filter((path) => !path.split("/").includes("node_modules"));
  const sources = await readSources(project, read);
  const scripts = sources.filter(({ path }) => /\.(js|ts)$/.test(path) && !path.endsWith(".d.ts"));
  const findings: Finding[] = [...scripts.flatMap((file) => checkApi(file, support)), ...checkRtc(scripts, keys)];
  const assets = files.filter(({ path }) => isAsset(path)).map(({ path, size }) => ({ path: inProject(path), size }));
  const code: Record<string, string> = bundle === undefined ? {} : { "app.js": bundle.script, ...bundle.scripts };
  const packages = Object.entries(code).map(([name, text]) => ({ name, size: Buffer.byteLength(text) }));
  // Without a bundle nobody knows what is used.
  if (bundle !== undefined) {
    const used = new Set(watched);
    const mentions = (name: string) => sources.some(({ text }) => text.includes(name));
    const all = files.map(({ path }) => inProject(path));
    findings.push(...checkUnused(all, used, mentions));
    findings.push(
      ...checkSizes(
        assets,
        packages.map((one) => ({ ...one, file: inProject("app.json") })),
      ),
    );
  }
  const all = [...diagnostics, ...findings].sort(
    (a, b) => rank(a) - rank(b) || compare(a.file, b.file) || a.line - b.line || a.column - b.column,
  );
  return {
    findings: all,
    errors: all.filter(({ severity }) => severity === "error").length,
    warnings: all.filter(({ severity }) => severity === "warning").length,
    sizes: {
      script: packages.reduce((sum, { size }) => sum + size, 0),
      assets: assets.reduce((sum, { size }) => sum + size, 0),
      largest: [...assets]
        .sort((a, b) => b.size - a.size)
        .slice(0, 5)
        .map(({ path, size }) => ({ file: path, size })),
    },
  };
}

async function readSources(project: string, paths: readonly string[]): Promise<SourceFile[]> {
  const texts = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(project, path), "utf8").catch(() => undefined);
      return text === undefined ? [] : [{ path, text }];
    }),
  );
  return texts.flat();
}

function rank({ severity }: { severity: string }): number {
  return severity === "error" ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
