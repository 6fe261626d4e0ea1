import { spawnSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { root, stampDir } from "./paths.mjs";

/**
 * Runs a TypeScript program of this checkout in a process of its own, with the terminal's streams.
 *
 * @param {string} entry The program, absolute.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] Added to ours.
 * @returns {Promise<number>} Its exit code.
 */
export async function runTypeScript(entry, args, env = {}) {
  // Loaded only when called: it is there once dependencies are installed.
  const { build } = await import("esbuild");
  // Below node_modules, so that it finds the same packages.
  const outfile = join(stampDir, basename(dirname(entry)), `${basename(entry, ".ts")}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const { status } = spawnSync(process.execPath, ["--enable-source-maps", outfile, ...args], {
    stdio: "inherit",
    env: { ...process.env, ...env, LIANMAI_ROOT: root },
  });
  return status ?? 1;
}
