import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestService } from "./client/service.js";
import { launchBrowser, openTab, root, type Tab, until } from "./harness/index.js";
import { countMediaObjects } from "./soak/media-objects.js";
import { openSession, readPageObjects } from "./soak/page-objects.js";

const objects = countMediaObjects();
const CYCLES = 8;

let browser: Browser;
let service: TestService;
let tab: Tab;
beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), TestService.start()]);
  tab = await openTab(browser, service.pageUrl);
  const { outputFiles } = await build({
    entryPoints: [`${root}/e2e/soak/page.ts`],
    bundle: true,
    write: false,
    format: "iife",
    conditions: ["lianmai-source"],
    logLevel: "silent",
  });
  await tab.page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

it("leaves nothing behind on either side when three participants come and go", { timeout: 240_000 }, async () => {
  const session = await openSession(tab.page);
  const cycle = (round: number) =>
    tab.page.evaluate(({ url, joins }) => window.soakCycle(url, joins), {
      url: service.rtcUrl(),
      joins: ["ann", "bob", "cat"].map((userId) => service.join(`soak-${round}`, userId)),
    });
  // What is made once, such as the camera and what the browser remembers of codecs, is made here.
  await cycle(0);
  const before = await readPageObjects(tab.page, session);
  for (let round = 1; round <= CYCLES; round++) await cycle(round);
  await until("the server has closed all", () => Object.values(objects).every((open) => open === 0));
  const after = await readPageObjects(tab.page, session);
  expect(after.connections).toBe(0);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners);
});
