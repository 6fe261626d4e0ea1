import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure } from "./failure.mjs";
import { say } from "./language.mjs";
import { root } from "./paths.mjs";
import { run } from "./run.mjs";

/** Folders whose packages may have a part for browsers, in the order in which they need each other. */
const WORKSPACE_FOLDERS = ["packages", "examples"];
const WEB_SCRIPT = "build:web";

/**
 * Compiles all packages; only what changed since the last time.
 *
 * @returns {Promise<string | undefined>}
 */
export async function buildPackages() {
  try {
    await run(join(root, "node_modules", ".bin", "tsc"), ["-b"], { cwd: root, show: "first", lines: 30 });
  } catch (error) {
    throw new Failure(say("TypeScript 编译失败。", "TypeScript did not compile."), {
      fix: say("请修正以上错误。", "Mend the errors above."),
      detail: error.detail,
      cause: error,
    });
  }
}

/**
 * Bundles what runs in browsers; a package is bundled again when its own sources, those of the workspace
 * packages it uses, or the lock file differ from the last time.
 *
 * @param {(text: string) => void} onProgress
 * @param {object} [options]
 * @param {string[]} [options.only] Names of the packages. Default: all.
 * @returns {Promise<string>} What was done, in words.
 */
export async function buildWeb(onProgress, { only } = {}) {
  const workspace = readWorkspace();
  const built = [];
  for (const unit of workspace.values()) {
    if (unit.manifest.scripts?.[WEB_SCRIPT] === undefined) continue;
    if (only !== undefined && !only.includes(unit.manifest.name)) continue;
    // Inside `dist`, so that removing the build removes the note of it.
    const stamp = join(unit.folder, "dist", ".web-inputs");
    const hash = inputHash(unit, workspace);
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) continue;
    onProgress(basename(unit.folder));
    await bundle(unit);
    mkdirSync(join(unit.folder, "dist"), { recursive: true });
    writeFileSync(stamp, hash);
    built.push(basename(unit.folder));
  }
  return built.length === 0 ? say("已是最新", "up to date") : built.join(", ");
}

async function bundle(unit) {
  try {
    await run("npm", ["run", WEB_SCRIPT], { cwd: unit.folder });
  } catch (error) {
    throw new Failure(say(`${unit.manifest.name} 打包失败。`, `${unit.manifest.name} could not be bundled.`), {
      fix: say("请修正以上错误。", "Mend the errors above."),
      detail: error.detail,
      cause: error,
    });
  }
}

/** The packages of this workspace by name. */
function readWorkspace() {
  const units = new Map();
  for (const parent of WORKSPACE_FOLDERS) {
    for (const name of readdirSync(join(root, parent)).sort()) {
      const folder = join(root, parent, name);
      const file = join(folder, "package.json");
      if (!existsSync(file)) continue;
      const manifest = JSON.parse(readFileSync(file, "utf8"));
      units.set(manifest.name, { folder, manifest });
    }
  }
  return inOrder(units);
}

/** Those that others use come before them. */
function inOrder(units) {
  const ordered = new Map();
  const add = (name) => {
    const unit = units.get(name);
    if (unit === undefined || ordered.has(name)) return;
    for (const used of usedBy(unit)) add(used);
    ordered.set(name, unit);
  };
  for (const name of units.keys()) add(name);
  return ordered;
}

const usedBy = ({ manifest }) => Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

function inputHash(unit, workspace) {
  const hash = createHash("sha256");
  const seen = new Set();
  const add = (name) => {
    const one = workspace.get(name);
    if (one === undefined || seen.has(name)) return;
    seen.add(name);
    for (const file of sourceFiles(one.folder)) hash.update(`${file}\n`).update(readFileSync(file));
    for (const used of usedBy(one)) add(used);
  };
  add(unit.manifest.name);
  for (const file of ["package-lock.json", "tsconfig.base.json"]) hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** All files of a package but what is built or installed, and the tests. */
function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "dist" && name !== "node_modules" && !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourceFiles(path);
      return /\.test\.|\.tsbuildinfo$/.test(entry.name) ? [] : [path];
    });
}
