import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withApps } from "@lianmai/server";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../e2e/harness/browser.js";
import { recordPeerConnections } from "../../e2e/harness/media.js";
import { root } from "../../e2e/harness/root.js";
import { until } from "../../e2e/harness/until.js";
import { type Identity, joinOptions } from "../lib/join-options.js";
import { Program } from "../lib/process.js";
import { SERVER } from "./world.js";

const PORT = 7880;
export const SIGNALING_URL = `ws://${SERVER}:${PORT}/rtc/v1`;
/** Answered by the measurement itself; browsers give cameras to pages of this host. */
const PAGE_URL = "http://localhost/call";
const PAGE = "<!doctype html><meta charset=utf-8><title>call</title><video muted autoplay></video>";

export interface Service {
  program: Program;
  /** What `join()` takes. */
  join(userId: string): Identity;
}

/** The service as `lianmai serve` runs it, in a namespace. */
export async function startService(namespace: string, dataDir: string): Promise<Service> {
  const app = await withApps(dataDir, async (apps) => (await apps.list())[0]);
  if (app === undefined) throw new Error("the store has no app");
  const program = Program.start(
    join(root, "packages", "cli", "bin", "lianmai.js"),
    ["serve", "--host", SERVER, "--port", String(PORT), "--media-port", "7900", "--workers", "1", "--data", dataDir],
    {},
    ["ip", "netns", "exec", namespace],
  );
  const probe = `fetch("http://${SERVER}:${PORT}/healthz").then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
  try {
    await until(
      "the server answers",
      () => spawnSync("ip", ["netns", "exec", namespace, process.execPath, "-e", probe]).status === 0,
    );
  } catch (error) {
    throw new Error(`The server did not start:\n${program.output}`, { cause: error });
  }
  const roomId = "bench";
  return {
    program,
    join: (userId) => joinOptions(app, roomId, userId),
  };
}

/** A browser on a host of its own. */
export async function startBrowser(namespace: string, work: string): Promise<Browser> {
  const executable = join(work, `chromium-${namespace}`);
  const chromium = process.env.LIANMAI_CHROMIUM ?? "/usr/bin/chromium";
  writeFileSync(executable, `#!/bin/sh\nexec ip netns exec ${namespace} ${chromium} "$@"\n`);
  chmodSync(executable, 0o755);
  return await launchBrowser({ executable });
}

/** The page of one participant. */
export async function openPage(browser: Browser, script: string): Promise<Page> {
  // The page comes from nowhere, and pages of the internet may only with this reach into a private network.
  const context = await browser.newContext({ permissions: ["local-network-access"] });
  await context.addInitScript(recordPeerConnections);
  const page = await context.newPage();
  await page.route("http://localhost/**", (route) => route.fulfill({ contentType: "text/html", body: PAGE }));
  await page.goto(PAGE_URL);
  await page.addScriptTag({ content: script });
  return page;
}

export async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, "bench", "network", "page", "index.ts")],
    write: false,
    bundle: true,
    platform: "browser",
    format: "iife",
    conditions: ["lianmai-source"],
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}
