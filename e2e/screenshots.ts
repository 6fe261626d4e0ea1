// Makes pictures of the product at work, in both languages and themes, for people to look at.
import {
  launchBrowser,
  openSimulator,
  phoneFrames,
  screenshot,
  startProduct,
  until,
  videosPlay,
} from "./harness/index.js";

const LOOKS = [
  { locale: "zh-CN", colorScheme: "light" },
  { locale: "en-US", colorScheme: "dark" },
] as const;

const product = await startProduct();
const browser = await launchBrowser();
try {
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
} finally {
  await browser.close();
  await product.close();
}
