import { getWorker } from "../mediasoup-worker/get.mjs";
import { buildPackages, buildWeb } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { installDependencies } from "./dependencies.mjs";
import { say } from "./language.mjs";
import { checkNodeVersion } from "./node-version.mjs";
import { Steps } from "./steps.mjs";

/**
 * Everything between a plain clone and something that runs. What is done already costs next to nothing.
 *
 * @param {object} [options]
 * @param {boolean} [options.worker] Gets mediasoup's worker.
 * @param {boolean} [options.web] Bundles what runs in browsers.
 * @param {boolean} [options.chromium] Gets a browser for tests.
 * @param {Steps} [options.steps]
 */
export async function setUp({ worker = true, web = true, chromium = false, steps = new Steps() } = {}) {
  checkNodeVersion();
  await steps.step(say("依赖", "Dependencies"), installDependencies);
  if (worker) await steps.step(say("媒体引擎", "Media worker"), getWorker);
  if (chromium) await steps.step("Chromium", ensureChromium);
  await steps.step(say("编译", "Compile"), buildPackages);
  if (web) await steps.step(say("打包页面", "Bundle pages"), buildWeb);
}
