import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { percentile, Report } from "../../bench/lib/figures.js";
import { launchBrowser, openTab, type Tab } from "../../e2e/harness/browser.js";
import { videoArrives } from "../../e2e/harness/media.js";
import { phoneFrames } from "../../e2e/harness/simulator.js";
import { until } from "../../e2e/harness/until.js";
import { lianmai, lianmaiJson, type Running, type Surroundings, start, startLianmai, toEnd } from "./command.js";

/** Milliseconds after which a saved template has to be on the phone. */
const TEMPLATE_BUDGET = 150;
/** Milliseconds that anything may take before the journey counts as broken; a busy machine takes its time. */
const PATIENCE = 120_000;
/** So many times a template is saved; a single one may meet a busy moment. */
const SAVES = 7;

const report = new Report();
const ends: (() => Promise<unknown>)[] = [];
const [folder = ""] = process.argv.slice(2);
const around: Surroundings = {
  folder,
  // A terminal of a newcomer: no settings, no sign-ins from before.
  env: {
    PATH: process.env.PATH,
    HOME: folder,
    LANG: "C.UTF-8",
    NO_COLOR: "1",
    MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN,
    npm_config_cache: process.env.npm_config_cache ?? join(process.env.HOME ?? "", ".npm"),
    npm_config_userconfig: process.env.npm_config_userconfig ?? join(process.env.HOME ?? "", ".npmrc"),
  },
};

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  report.figure(name, (performance.now() - started) / 1000, "s");
  return result;
}

async function journey(): Promise<void> {
  await step("install", install);
  await step("create", () => lianmai(around, ["create", "my-call", "--template", "video-call", "--type", "js"]));
  await step("check", () => lianmai(around, ["check", "my-call"]));
  const browser = await launchBrowser();
  ends.push(() => browser.close());

  const [dev, url] = await step("dev", startDev);
  const phones = await step("call of two phones", () => call(browser, url));
  await changeTemplate(phones);
  await dev.stop();
  await phones.tab.close();

  await step("preview", () => preview(browser));

  const server = await step("serve and login", serve);
  await step("upload", () => lianmai(around, ["upload", "my-call", "-c", "First version", "-v", "1.0.0"]));
  await step("back end and settings", () => backEnd(server));
  await step("publish", () => lianmai(around, ["publish", "my-call"]));
  const page = `${server.url}/p/${server.appid}/`;
  const first = await step("call of two browsers on the published page", () => publishedCall(browser, page));
  await step("upload and publish the next version", nextVersion);
  await step("see the next version while the call goes on", () => seesNext(browser, page, first));
  await step("roll back", () => lianmai(around, ["publish", "my-call", "--rollback"]));
  await step("see the first version again", () => seesVersion(browser, page, "1.0.0", "视频通话"));
}

/** The packed packages into an empty folder. */
async function install(): Promise<void> {
  await writeFile(join(folder, "package.json"), '{ "name": "newcomer", "private": true }\n');
  const names = (await readdir(join(folder, "packages"))).map((name) => `./packages/${name}`);
  const args = ["install", "--no-audit", "--no-fund", "--prefer-offline", ...names];
  await toEnd(start(around, "npm", args));
}

async function startDev(): Promise<[Running, string]> {
  const dev = startLianmai(around, ["dev", "my-call", "--host", "127.0.0.1", "--port", "0"]);
  ends.push(() => dev.stop());
  const [, url = ""] = await dev.prints(/This machine +(http:\S+)/);
  return [dev, url];
}

interface Phones {
  tab: Tab;
  frames: Frame[];
}

/** Two phones of the simulator in one room, each seeing the other's camera move. */
async function call(browser: Browser, url: string): Promise<Phones> {
  const address = new URL(url);
  address.search = new URLSearchParams({
    phones: "2",
    path: "pages/call/call",
    query: "room=journey&autojoin=1",
  }).toString();
  const tab = await openTab(browser, address.href, { viewport: { width: 1600, height: 1000 } });
  await until("the simulator has its phones", () => tab.page.frames().length > 2, PATIENCE);
  const frames = await phoneFrames(tab.page, 2);
  await Promise.all(frames.map((frame) => videoArrives(frame)));
  return { tab, frames };
}

/** Saves a template again and again, and sees each text on both phones; the call must not notice. */
async function changeTemplate({ frames }: Phones): Promise<void> {
  const file = join(folder, "my-call/miniprogram/pages/call/call.ttml");
  const original = await readFile(file, "utf8");
  const times: number[] = [];
  for (let round = 1; round <= SAVES; round++) {
    const mark = `人 #${round}`;
    const seen = frames.map((frame) => textAppears(frame, mark));
    await Promise.all(seen.map(({ watching }) => watching));
    const saved = Date.now();
    await writeFile(file, original.replace("人{{", `${mark}{{`));
    const arrivals = await Promise.all(seen.map(({ at }) => at));
    times.push(Math.max(...arrivals) - saved);
  }
  report.bounded("template on the phones after saving, median", percentile(times, 0.5), "ms", TEMPLATE_BUDGET, 0);
  // The same calls: nothing was joined anew, and pictures still come.
  await Promise.all(frames.map((frame) => videoArrives(frame)));
  const connections = await Promise.all(
    frames.map((frame) =>
      frame.evaluate(() => (window as { lianmaiPeerConnections?: unknown[] }).lianmaiPeerConnections?.length),
    ),
  );
  if (connections.some((count) => count !== connections[0])) throw new Error("a phone has joined anew");
}

/** Tells at what time (Unix milliseconds) a text is first shown; it is watched from within the page. */
function textAppears(frame: Frame, text: string): { watching: Promise<void>; at: Promise<number> } {
  const key = `journey${text}`;
  const watching = frame.evaluate(
    ([wanted = "", name = ""]) => {
      const seen = new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!document.body.textContent?.includes(wanted)) return;
          observer.disconnect();
          // The next picture that the phone shows has it.
          requestAnimationFrame(() => resolve(Date.now()));
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      });
      (window as unknown as Record<string, Promise<number>>)[name] = seen;
    },
    [text, key],
  );
  const at = watching.then(() =>
    frame.evaluate((name) => (window as unknown as Record<string, Promise<number>>)[name] as Promise<number>, key),
  );
  return { watching, at };
}

async function preview(browser: Browser): Promise<void> {
  const running = startLianmai(around, ["preview", "my-call", "--host", "127.0.0.1", "--port", "0", "--json"]);
  ends.push(() => running.stop());
  const [line] = await running.prints(/^\{.*"url".*\}$/m);
  const { url } = JSON.parse(line) as { url: string };
  const tab = await openTab(browser, url);
  await programFrame(tab.page);
  await tab.close();
  await running.stop();
}

interface Server {
  url: string;
  appid: string;
}

async function serve(): Promise<Server> {
  const media = await freePort();
  const running = startLianmai(around, [
    "serve",
    "--host",
    "127.0.0.1",
    "--port",
    "0",
    "--media-port",
    String(media),
    "--workers",
    "1",
  ]);
  ends.push(() => running.stop());
  const [, port = ""] = await running.prints(/"port":(\d+),"msg":"listening"/);
  const url = `http://127.0.0.1:${port}`;
  await lianmai(around, ["login", url]);
  const config = JSON.parse(await readFile(join(folder, "my-call/project.config.json"), "utf8")) as { appid: string };
  return { url, appid: config.appid };
}

/** The developer's own back end, as it would run in production: told by its environment. */
async function backEnd({ url, appid }: Server): Promise<void> {
  const [app] = await lianmaiJson<{ appId: string; appKey: string }[]>(around, ["app"]);
  const { secret, codeToSession } = await lianmaiJson<{ secret: string; codeToSession: string }>(around, [
    "settings",
    "my-call",
  ]);
  const own = {
    ...around,
    env: {
      ...around.env,
      LIANMAI_APP_ID: app?.appId,
      LIANMAI_APP_KEY: app?.appKey,
      CODE2SESSION_URL: codeToSession,
      MINI_APP_ID: appid,
      MINI_APP_SECRET: secret,
      PORT: "0",
    },
  };
  const running = start(own, process.execPath, ["server.js"], join(folder, "my-call/backend"));
  ends.push(() => running.stop());
  const [, target = ""] = await running.prints(/listening on (http:\S+)/);
  await lianmai(around, ["settings", "my-call", "--server", url, "--domain", `https://api.my-call.example=${target}`]);
}

/** Two browsers with nothing in common, as two phones in two hands. */
async function publishedCall(browser: Browser, page: string): Promise<Frame[]> {
  const address = `${page}?query=${encodeURIComponent("room=published&autojoin=1")}`;
  const tabs = [await openTab(browser, address), await openTab(browser, address)];
  for (const tab of tabs) ends.push(() => tab.close());
  // Real phones ask whether the program may use camera and microphone.
  const frames = await Promise.all(
    tabs.map(async ({ page }) => {
      const frame = await programFrame(page);
      await allow(page);
      return frame;
    }),
  );
  await Promise.all(frames.map((frame) => videoArrives(frame)));
  return frames;
}

/** Answers the permission prompts of the phone, first for the microphone and then for the camera. */
async function allow(page: Page): Promise<void> {
  for (let prompt = 0; prompt < 2; prompt++) {
    await page.getByRole("button", { name: "允许", exact: true }).click({ timeout: PATIENCE });
  }
}

async function nextVersion(): Promise<void> {
  const file = join(folder, "my-call/miniprogram/pages/call/call.ttml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace('<view class="title">视频通话</view>', '<view class="title">第二版</view>'));
  await lianmai(around, ["upload", "my-call", "-c", "Second version"]);
  await lianmai(around, ["publish", "my-call", "-v", "1.0.1"]);
}

async function seesNext(browser: Browser, page: string, frames: readonly Frame[]): Promise<void> {
  await seesVersion(browser, page, "1.0.1", "第二版");
  await Promise.all(frames.map((frame) => videoArrives(frame)));
}

async function seesVersion(browser: Browser, page: string, version: string, title: string): Promise<void> {
  const tab = await openTab(browser, page);
  const frame = await programFrame(tab.page);
  await frame.getByText(title, { exact: true }).waitFor({ timeout: PATIENCE });
  const settings = JSON.parse((await tab.page.locator("#lianmai-program").textContent()) ?? "{}") as {
    version?: string;
  };
  if (settings.version !== version) throw new Error(`the page shows ${settings.version} instead of ${version}`);
  if (tab.pageErrors.length > 0) throw new Error(`the page has errors: ${tab.pageErrors.join(", ")}`);
  await tab.close();
}

/** The frame that runs a published program, once its first page is there. */
async function programFrame(page: Page): Promise<Frame> {
  return await until(
    "the published program runs",
    async () => {
      const frame = page.frames().find((one) => new URL(one.url(), page.url()).pathname.endsWith("/frame.html"));
      const shown = await frame?.evaluate(() => document.body?.innerText.trim().length ?? 0);
      return frame !== undefined && (shown ?? 0) > 0 && frame;
    },
    PATIENCE,
  );
}

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  return await new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

try {
  await journey();
  process.exitCode = report.verdict();
} catch (error) {
  console.error(error);
  console.log(`verdict: short of the whole journey: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
  process.exitCode = 1;
} finally {
  for (const end of ends.reverse()) await end().catch((error: unknown) => console.error(error));
}
