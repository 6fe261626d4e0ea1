// npm run -s journey: walks the developer's journey as a new user would, in an empty folder, from the packed packages:
// create, check, dev, a call, a change, preview, upload, publish, join the published one, roll back. Prints the time of
// each step. Ends by itself and cleans up.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./lib/chromium.mjs";
import { main } from "./lib/main.mjs";
import { packPackages } from "./lib/pack.mjs";
import { root } from "./lib/paths.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";
import { runTypeScript } from "./lib/typescript.mjs";

const workerOfCheckout = join(root, "node_modules/mediasoup/worker/out/Release/mediasoup-worker");

await main(async () => {
  await setUp({ chromium: true, steps: new Steps({ stream: process.stderr, quiet: true }) });
  // Outside of the checkout, so that nothing is found in its node_modules.
  const folder = mkdtempSync(join(tmpdir(), "lianmai-journey-"));
  try {
    const started = performance.now();
    await packPackages(join(folder, "packages"));
    console.log(`pack: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    process.exitCode = await runTypeScript(join(root, "scripts/journey/index.ts"), [folder], {
      LIANMAI_CHROMIUM: findChromium(),
      // The one part that npm packages do not bring along everywhere; a new user has it downloaded or built.
      MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN || workerOfCheckout,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
