import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@lianmai/cli";
import mime from "mime-types";
import { type Browser, chromium, type Frame, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lianmai, startServer } from "./cli/lianmai.js";
import { launchBrowser, openTab, until, videoArrives } from "./harness/index.js";

let cwd: string;
let preview: Lianmai;
let page: string;
let browser: Browser;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lianmai-published-"));
  const create = new Lianmai(["create", "call", "--template", "video-call"], { cwd });
  expect(await create.exitCode(), create.output).toBe(0);
  // The very pages that a server publishes, with the project's back end beside them.
  preview = new Lianmai(["preview", "call", "--host", "127.0.0.1", "--port", "0", "--json"], { cwd });
  const [line] = await preview.prints(/^\{.*"url".*\}$/m);
  page = (JSON.parse(line) as { url: string }).url;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await preview?.stop();
  await rm(cwd, { recursive: true, force: true });
});

/** The frame that runs the program, once its first page is there. */
function programFrame(page: Page): Promise<Frame> {
  return until("the program runs", async () => {
    const frame = page.frames().find((one) => one.url().includes("/frame.html"));
    return frame !== undefined && (await frame.locator("#enter").count()) > 0 && frame;
  });
}

describe("a published program", () => {
  it("makes a call of two phones, within its content policy and without errors", async () => {
    const address = `${page}?query=${encodeURIComponent("room=e2e&autojoin=1")}`;
    const tabs = [await openTab(browser, address), await openTab(browser, address)];
    for (const { page } of tabs) {
      // Microphone and camera are asked for one after the other.
      for (let prompt = 0; prompt < 2; prompt++) await page.getByRole("button", { name: "允许", exact: true }).click();
    }
    const frames = await Promise.all(tabs.map(({ page }) => programFrame(page)));
    await Promise.all(frames.map((frame) => videoArrives(frame)));
    expect(tabs.flatMap(({ pageErrors }) => pageErrors)).toEqual([]);
    expect(
      tabs.flatMap(({ consoleLines }) => consoleLines.filter((line) => /Content.Security.Policy/i.test(line))),
    ).toEqual([]);
    for (const tab of tabs) await tab.close();
  });

  it("keeps a user over visits, and gives another phone another one", async () => {
    const device = (tab: { page: Page }) =>
      tab.page.evaluate(() => Object.entries(localStorage).find(([key]) => key.startsWith("lianmai.device:"))?.[1]);
    const one = await openTab(browser, page);
    await programFrame(one.page);
    const first = await device(one);
    await one.page.goto(`${page}?user=somebody-else`);
    await programFrame(one.page);
    expect(await device(one)).toBe(first);
    const two = await openTab(browser, page);
    await programFrame(two.page);
    expect(await device(two)).toMatch(/^[0-9a-f]{32}$/);
    expect(await device(two)).not.toBe(first);
    for (const tab of [one, two]) await tab.close();
  });

  it("can be installed, and starts without a network", async () => {
    const tab = await openTab(browser, page);
    await programFrame(tab.page);
    const manifest = await tab.page.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
      const json = await (await fetch(link?.href ?? "")).json();
      const icons = await Promise.all(json.icons.map(async ({ src }: { src: string }) => (await fetch(src)).status));
      return { ...json, icons };
    });
    expect(manifest).toMatchObject({ name: "call", display: "standalone", start_url: "./", icons: [200, 200, 200] });
    await tab.page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      if (active?.state !== "activated") await new Promise((done) => active?.addEventListener("statechange", done));
    });
    // Once under the worker, so that it has kept everything that the page loads.
    await tab.page.reload();
    await programFrame(tab.page);
    await until("the worker has kept the program", async () =>
      tab.page.evaluate(async () => {
        const [name = ""] = await caches.keys();
        const kept = (await (await caches.open(name)).keys()).map(({ url }) => url);
        return ["frame.html", "app.js", "lianmai-frame.js", "published.js"].every((file) =>
          kept.some((url) => url.endsWith(file)),
        );
      }),
    );
    await tab.context.setOffline(true);
    await tab.page.reload();
    await programFrame(tab.page);
    await tab.close();
  });

  it("sends requests to allowed domains only", async () => {
    const tab = await openTab(browser, page);
    const frame = await programFrame(tab.page);
    const answer = await frame.evaluate(async () => {
      const { lianmaiHost } = window.frameElement as unknown as {
        lianmaiHost: { fetch(url: string, init: object): Promise<{ status: number }> };
      };
      const ask = (url: string) =>
        lianmaiHost.fetch(url, { method: "POST", body: "{}" }).then(({ status }) => status, String);
      return [await ask("https://api.call.example/api/none"), await ask("https://elsewhere.example/")];
    });
    expect(answer[0]).toBe(404);
    expect(answer[1]).toMatch(/https:\/\/elsewhere\.example is not among the request domains/);
    await tab.close();
  });
});

describe("two programs on one server", () => {
  it("have each a storage and files of their own through tt", async () => {
    const { origin } = new URL(page);
    const env = { LIANMAI_ADMIN_SECRET: (await readFile(join(cwd, ".lianmai/admin-secret"), "utf8")).trim() };
    const login = new Lianmai(["login", origin], { cwd, env });
    expect(await login.exitCode(), login.output).toBe(0);
    const pages: string[] = [];
    for (const name of ["first", "second"]) {
      const create = new Lianmai(["create", name, "--template", "empty", "--type", "js"], { cwd });
      expect(await create.exitCode(), create.output).toBe(0);
      await writeFile(
        join(cwd, name, "miniprogram/app.js"),
        `const files = tt.getFileSystemManager();
        const kept = () => ({ storage: tt.getStorageInfoSync().keys, files: files.readdirSync("ttfile://user") });
        App({
          onLaunch() {
            console.log("found " + JSON.stringify(kept()));
            tt.setStorageSync("of-${name}", "a secret");
            files.writeFileSync("ttfile://user/${name}.txt", "a secret", "utf8");
            console.log("kept " + JSON.stringify(kept()));
          },
        });\n`,
      );
      const upload = new Lianmai(["preview", name, "--server", origin, "--json"], { cwd });
      expect(await upload.exitCode(), upload.output).toBe(0);
      pages.push((JSON.parse(upload.stdout) as { url: string }).url);
    }
    const [first = "", second = ""] = pages;
    const tab = await openTab(browser, first);
    const said = (what: string) =>
      until(`the program says what it ${what}`, () => {
        const line = tab.consoleLines.find((one) => one.includes(`${what} {`));
        return line === undefined ? false : (JSON.parse(line.slice(line.indexOf("{"))) as object);
      });
    const own = (name: string) => ({ storage: [`of-${name}`], files: [`${name}.txt`] });
    expect(await said("found")).toEqual({ storage: [], files: [] });
    expect(await said("kept")).toEqual(own("first"));
    for (const [address, found] of [
      [second, { storage: [], files: [] }],
      [first, own("first")],
      [second, own("second")],
    ] as const) {
      tab.consoleLines.length = 0;
      await tab.page.goto(address);
      expect(await said("found")).toEqual(found);
      // Whatever it has kept by then is kept, although the page is left at once.
      await said("kept");
    }
    expect(tab.pageErrors).toEqual([]);
    await tab.close();
  });
});

describe("files for a static host", () => {
  it("make a call from below any path, with service, login and requests on the server", async () => {
    const { origin } = new URL(page);
    const run = async (args: string[]) => {
      const lianmai = new Lianmai(args, { cwd });
      expect(await lianmai.exitCode(), lianmai.output).toBe(0);
      return lianmai.output;
    };
    const output = await run(["build", "call", "--server", origin, "--out", "site/below/a/path"]);
    expect(output).toContain(`RTC service  ${origin}`);
    const host = createServer((request, response) => {
      const path = new URL(request.url ?? "/", "http://host").pathname.replace(/\/$/, "/index.html");
      readFile(join(cwd, "site", path)).then(
        (content) => response.setHeader("content-type", mime.lookup(path) || "application/octet-stream").end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
    const site = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    try {
      await run(["login", origin]);
      await run(["settings", "call", "--server", origin, "--origin", site]);
      const address = `${site}/below/a/path/?query=${encodeURIComponent("room=static&autojoin=1")}`;
      const tabs = [await openTab(browser, address), await openTab(browser, address)];
      for (const { page } of tabs) {
        for (let prompt = 0; prompt < 2; prompt++)
          await page.getByRole("button", { name: "允许", exact: true }).click();
      }
      const frames = await Promise.all(tabs.map(({ page }) => programFrame(page)));
      await Promise.all(frames.map((frame) => videoArrives(frame)));
      expect(tabs.flatMap(({ pageErrors }) => pageErrors)).toEqual([]);
      for (const tab of tabs) await tab.close();
    } finally {
      host.close();
    }
  });
});

describe("a phone without a camera", () => {
  it("says so with what to do, and stays in the call", async () => {
    const bare = await chromium.launch({
      executablePath: process.env.LIANMAI_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-quic"],
    });
    try {
      const tab = await openTab(bare, `${page}?query=${encodeURIComponent("room=bare&autojoin=1")}`, {
        permissions: ["camera", "microphone"],
      });
      for (let prompt = 0; prompt < 2; prompt++) {
        await tab.page.getByRole("button", { name: "允许", exact: true }).click();
      }
      const frame = await programFrame(tab.page);
      await tab.page
        .getByText(/摄像头或麦克风打不开：请允许使用/)
        .first()
        .waitFor();
      expect(await frame.locator("#headline").innerText()).toContain("bare");
      expect(tab.pageErrors).toEqual([]);
    } finally {
      await bare.close();
    }
  });
});

describe("the address of nothing", () => {
  it("says what would be there", async () => {
    const { server, url } = await startServer(cwd, await freePort());
    try {
      const answer = await fetch(`${url}/p/tt999/`, { headers: { "accept-language": "en" } });
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain("There is no mini-program tt999 on this server");
    } finally {
      await server.stop();
    }
  });
});
