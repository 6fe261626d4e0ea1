// Makes pictures of the product at work, in both languages and themes, for people to look at.
import { join } from "node:path";
import type { Browser, Frame } from "playwright-core";
import {
  launchBrowser,
  openSimulator,
  openTab,
  type Product,
  phoneFrames,
  root,
  screenshot,
  startProduct,
  until,
  videosPlay,
} from "./harness/index.js";

const LOOKS = [
  { locale: "zh-CN", colorScheme: "light" },
  { locale: "en-US", colorScheme: "dark" },
] as const;

const PHONE = { width: 375, height: 812 };

/** Pages of the gallery, with what is tapped before the picture is taken. */
const GALLERY_PAGES = [
  { name: "image", url: "/pages/image/image", taps: [] },
  { name: "form", url: "/pages/form/form", taps: ["#submit"] },
  { name: "api", url: "/pages/api/api?topic=storage", taps: ["#call-setStorage", "#call-getStorage"] },
];

/** Two phones in a call, and what the simulator tells of it. */
async function pictureSimulator(browser: Browser, product: Product): Promise<void> {
  for (const look of LOOKS) {
    const simulator = await openSimulator(browser, product, look);
    const frames = await phoneFrames(simulator.page, 2);
    await Promise.all(frames.map((frame) => videosPlay(frame, 2)));
    await simulator.page.locator("#tab-call").click();
    // Long enough for the time line to have something to tell.
    await until("the call is under way", async () =>
      /^00:0[6-9]$/.test((await frames[0]?.locator("#time").innerText()) ?? ""),
    );
    console.log(await screenshot(simulator.page, `simulator.${look.locale}`));
    await simulator.close();
  }
}

/** The mini-program of a product on a phone that fills the page. */
async function openPhone(browser: Browser, product: Product, look: (typeof LOOKS)[number]) {
  const tab = await openTab(browser, new URL("/m/?user=u1&name=Ann", product.url).href, { viewport: PHONE, ...look });
  const frame = await until("the mini-program runs", () =>
    tab.page.frames().find((one) => new URL(one.url(), tab.page.url()).pathname === "/__app/frame.html"),
  );
  return { tab, frame };
}

/** What a real phone shows of the sample, before the call. */
async function picturePhone(browser: Browser, product: Product): Promise<void> {
  const { tab, frame } = await openPhone(browser, product, LOOKS[0]);
  // The sample asks for both at once, and the phone for one after the other.
  const questions = tab.page.getByRole("alertdialog");
  for (let asked = 0; asked < 2; asked++) {
    await questions.getByRole("button", { name: "允许", exact: true }).click();
  }
  await videosPlay(frame, 1);
  await until("nothing is asked any more", async () => (await questions.count()) === 0);
  console.log(await screenshot(tab.page, "phone.zh-CN"));
  await tab.close();
}

async function pictureGallery(browser: Browser): Promise<void> {
  const product = await startProduct({ project: join(root, "examples", "gallery") });
  try {
    for (const look of LOOKS) {
      const { tab, frame } = await openPhone(browser, product, look);
      await frame.locator(".item").first().waitFor();
      console.log(await screenshot(tab.page, `gallery-home.${look.locale}`));
      for (const page of GALLERY_PAGES) {
        await pictureGalleryPage(frame, page);
        console.log(await screenshot(tab.page, `gallery-${page.name}.${look.locale}`));
        await tab.page.goBack();
        await frame.locator("#search:visible").waitFor();
      }
      await tab.close();
    }
  } finally {
    await product.close();
  }
}

async function pictureGalleryPage(frame: Frame, { url, taps }: (typeof GALLERY_PAGES)[number]): Promise<void> {
  await frame.locator(`.item[id="${url}"]`).click();
  await frame.locator(".code:visible").first().waitFor();
  for (const tap of taps) {
    const answers = frame.locator(".result:visible, .event:visible");
    const before = await answers.count();
    await frame.locator(tap).click();
    await until("what came is shown", async () => (await answers.count()) > before);
  }
}

const browser = await launchBrowser();
try {
  const product = await startProduct();
  try {
    await pictureSimulator(browser, product);
    await picturePhone(browser, product);
  } finally {
    await product.close();
  }
  await pictureGallery(browser);
} finally {
  await browser.close();
}
