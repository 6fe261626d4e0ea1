// npm run -s bench NAME: runs one measurement of bench/. Figures go to standard output, one a line.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureChromium } from "./lib/chromium.mjs";
import { Failure } from "./lib/failure.mjs";
import { say } from "./lib/language.mjs";
import { main } from "./lib/main.mjs";
import { root, stampDir } from "./lib/paths.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";

await main(async () => {
  const [name, ...args] = process.argv.slice(2);
  const entry = join(root, "bench", name ?? "", "index.ts");
  if (name === undefined || !existsSync(entry)) {
    const names = readdirSync(join(root, "bench")).filter((one) => existsSync(join(root, "bench", one, "index.ts")));
    throw new Failure(
      name === undefined
        ? say("请说明要测什么。", "Say what to measure.")
        : say(`没有名为 ${name} 的测量。`, `There is no measurement "${name}".`),
      { fix: `npm run -s bench ${names.join(" | ")}` },
    );
  }
  const steps = new Steps({ stream: process.stderr, quiet: true });
  await setUp({ chromium: true, steps });
  const { build } = await import("esbuild");
  const outfile = join(stampDir, "bench", `${name}.mjs`);
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
  const env = { ...process.env, LIANMAI_CHROMIUM: await ensureChromium(() => {}), LIANMAI_ROOT: root };
  // A process of its own: nothing of set-up is in the figures.
  const { status } = spawnSync(process.execPath, ["--enable-source-maps", outfile, ...args], { stdio: "inherit", env });
  process.exitCode = status ?? 1;
});
