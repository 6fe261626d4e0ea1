import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  launchBrowser,
  openSimulator,
  type Product,
  phoneFrames,
  root,
  startProduct,
  type Tab,
  until,
} from "./harness/index.js";

/** A small program whose state and files are easy to tell. */
const FIXTURE = join(root, "e2e", "fixtures", "hot-changes");

let browser: Browser;
let product: Product;
let project: string;
let tab: Tab;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "lianmai-simulator-"));
  await cp(FIXTURE, project, { recursive: true });
});
afterEach(async () => {
  await tab?.close();
  await product?.close();
  await rm(project, { recursive: true, force: true });
});

/** Starts the product with the project as it stands now and opens the simulator. */
async function open(query = "", width = 1600): Promise<void> {
  product = await startProduct({ project });
  tab = await openSimulator(browser, { url: product.url + query }, { viewport: { width, height: 1000 } });
}

const page = (): Page => tab.page;
const edit = async (path: string, from: string, to: string) => {
  const file = join(project, path);
  const text = await readFile(file, "utf8");
  expect(text, `${path} has what is replaced`).toContain(from);
  await writeFile(file, text.replace(from, to));
};

const countIn = (phone: Frame) => phone.locator(".count:visible").innerText();
const overlays = () => page().locator(".error-overlay");

/** Two phones, the first of which has a state that a reload would lose. */
async function openWithState(): Promise<Frame> {
  await open();
  const [phone] = await phoneFrames(page(), 2);
  if (!phone) throw new Error("there is no phone");
  for (let taps = 1; taps <= 3; taps++) {
    await phone.locator(".add:visible").click();
    await until(`${taps} taps are counted`, async () => (await countIn(phone)) === `count: ${taps}`);
  }
  return phone;
}

describe("phones", () => {
  it("opens two, each with a user of its own, adds one and closes one, and the address says how many", async () => {
    // Three phones and the tile that adds one stand beside the panel without scrolling.
    await open("", 2400);
    const frames = await phoneFrames(page(), 2);
    const users = await Promise.all(
      frames.map((frame) =>
        until("the user is shown", async () => (await frame.locator(".user").innerText()).match(/^user: (.+)/)?.[1]),
      ),
    );
    expect(new Set(users).size).toBe(2);

    await page().getByRole("button", { name: "添加手机" }).click();
    await phoneFrames(page(), 3);
    expect(new URL(page().url()).searchParams.get("phones")).toBe("3");

    await page().getByRole("article").first().hover();
    await page().getByRole("button", { name: "关闭手机" }).first().click();
    await phoneFrames(page(), 2);
    expect(await page().getByRole("article").count()).toBe(2);
    expect(tab.pageErrors).toEqual([]);
  });

  it("starts at the page and with the query of the address", async () => {
    await open("?phones=1&path=pages/second/index&query=from%3Daddress");
    const [phone] = await phoneFrames(page(), 1);
    await until(
      "the second page has the query",
      async () => (await phone?.locator(".query").innerText()) === "from=address",
    );
  });

  it("goes to the background and back, turns, and goes back a page", async () => {
    await open("?phones=1");
    const [phone] = await phoneFrames(page(), 1);
    if (!phone) throw new Error("there is no phone");
    const log = () => phone.locator(".log:visible").innerText();
    const tool = async (name: string) => {
      await page()
        .getByRole("article")
        .hover({ position: { x: 40, y: 10 } });
      await page().getByRole("toolbar").getByRole("button", { name }).click();
    };
    await tool("切到后台");
    await page().getByText("已在后台").waitFor();
    await page().locator(".phone-shade").getByRole("button", { name: "回到前台" }).click();
    await until("the app heard of both", async () => (await log()) === "show hide show");

    await tool("旋转");
    await until("the screen is wide", async () => (await phone.evaluate(() => innerWidth)) > 700);

    await phone.locator(".next:visible").click();
    await phone.locator(".query:visible").waitFor();
    await tool("返回");
    await phone.locator(".add:visible").waitFor();
  });
});

describe("changes while it runs", () => {
  it("brings styles and templates into a page that keeps its state", async () => {
    const phone = await openWithState();
    const color = () => phone.locator(".count:visible").evaluate((element) => getComputedStyle(element).color);
    expect(await color()).toBe("rgb(255, 0, 0)");

    await edit("pages/index/index.ttss", "color: red", "color: blue");
    await until("the new colour is shown", async () => (await color()) === "rgb(0, 0, 255)");
    expect(await countIn(phone)).toBe("count: 3");

    await edit("pages/index/index.ttml", "count: {{n}}", "counted: {{n}}");
    await until("the new words are shown", async () => (await countIn(phone)) === "counted: 3");
    await phone.locator(".add:visible").click();
    await until("the page still works", async () => (await countIn(phone)) === "counted: 4");
  });

  it("starts the program anew for a script, and opens the same pages again", async () => {
    const phone = await openWithState();
    await phone.locator(".next:visible").click();
    await phone.locator(".query:visible").waitFor();

    await edit("pages/second/index.js", 'greeting: "first"', 'greeting: "second"');
    await until("the new script runs on the same page", async () => {
      const [now] = await phoneFrames(page(), 2);
      const texts = [now?.locator(".greeting:visible").innerText(), now?.locator(".query:visible").innerText()];
      return (await Promise.all(texts)).join() === "second,from=index";
    });
  });

  // For each kind of file: what breaks it, and the line in which it does.
  it.each([
    ["pages/index/index.ttml", '<view class="count">', '<view class="count"', 1],
    ["pages/index/index.ttss", "color: red", "color red", 3],
    ["pages/index/index.js", "n: 0", "n: 0,,", 3],
    ["app.json", '"pages/second/index"', '"pages/second/index",,', 2],
  ])(
    "shows where %s is wrong, keeps the version that worked, and goes on once it is mended",
    async (file, good, bad, line) => {
      const phone = await openWithState();
      await edit(file, good, bad);
      await until("both phones show the error", async () => (await overlays().count()) === 2);
      const place = await overlays().first().locator(".error-place").first().innerText();
      expect(place).toMatch(new RegExp(`^${file.replaceAll(".", "\\.")}:${line}:\\d+$`));
      expect(await overlays().first().locator(".error-frame .is-marked").first().innerText()).toContain(`${line} |`);
      expect(product.devServer.compileState.diagnostics[0]).toMatchObject({ file, line });

      await page().getByRole("button", { name: "看看后面的页面" }).first().click();
      await phone.locator(".add:visible").click();
      await until("the version before still runs", async () => (await countIn(phone)) === "count: 4");

      await edit(file, bad, good);
      await until(
        "the overlay is gone",
        async () => (await page().locator(".error-overlay, .error-pill").count()) === 0,
      );
      const [mended] = await phoneFrames(page(), 2);
      if (!mended) throw new Error("there is no phone");
      await until("the program is there", async () => (await countIn(mended)).startsWith("count: "));
    },
  );

  it("opens with the error of a project that never compiled, and runs it once it is mended", async () => {
    await edit("app.json", '"pages/second/index"', '"pages/second/index",,');
    await open();
    await until("both phones show the error", async () => (await overlays().count()) === 2);
    expect(await page().locator("iframe").count()).toBe(0);
    await edit("app.json", ",,", "");
    await phoneFrames(page(), 2);
    expect(await overlays().count()).toBe(0);
  });
});

describe("the panel", () => {
  it("shows what phones print, request and store, and keeps language and theme", async () => {
    await open("?phones=1");
    await phoneFrames(page(), 1);
    const line = page().locator(".console li", { hasText: "hello from the index page" });
    await line.getByText("pages/index/index.js:12:13").waitFor();

    const [phone] = await phoneFrames(page(), 1);
    await phone?.locator(".fail").click();
    const error = page().locator(".console li", { hasText: "the handler fails" }).first();
    await error.getByText("pages/index/index.js:22:11").first().waitFor();

    await page().getByRole("tab", { name: "网络" }).click();
    await page().locator(".network").getByText("/nothing-listens-here").waitFor();
    await page().locator(".network-more .is-red").waitFor();

    await page().getByRole("tab", { name: "存储" }).click();
    await page().locator(".storage").getByText('"kept"').waitFor();

    await page().getByRole("button", { name: "Switch to English" }).click();
    await page().getByRole("button", { name: "Dark theme" }).click();
    await page().reload();
    await page().getByRole("tab", { name: "Storage", selected: true }).waitFor();
    expect(await page().locator("body").getAttribute("theme-mode")).toBe("dark");
  });
});
