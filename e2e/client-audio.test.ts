import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestService } from "./client/service.js";
import { User } from "./client/user.js";
import { launchBrowser, openTab, type Tab, until } from "./harness/index.js";

/** What the page's player made, put where the test can look at it. */
interface Made {
  elements: HTMLAudioElement[];
  analysers: AnalyserNode[];
  gains: GainNode[];
}
declare global {
  interface Window {
    made: Made;
  }
}

/** Runs in the page before it plays anything: remembers audio elements, and listens in on amplifiers. */
function recordAudio(): void {
  const made: Made = { elements: [], analysers: [], gains: [] };
  window.made = made;
  const Original = window.Audio;
  window.Audio = class extends Original {
    constructor(src?: string) {
      super(src);
      made.elements.push(this);
    }
  };
  const createGain = AudioContext.prototype.createGain;
  AudioContext.prototype.createGain = function (this: AudioContext) {
    const gain = createGain.call(this);
    const analyser = this.createAnalyser();
    gain.connect(analyser);
    made.gains.push(gain);
    made.analysers.push(analyser);
    return gain;
  };
}

let service: TestService;
let browser: Browser;
let ann: User;
let bob: User;
let tab: Tab;

beforeAll(async () => {
  [service, browser] = await Promise.all([TestService.start(), launchBrowser({ autoplay: "blocked" })]);
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

/** Ann speaks, Bob only listens: a page that uses its own microphone may always play sound. */
beforeEach(async () => {
  ann = await User.open(browser, service);
  await ann.join(service.join("audio", "ann"));
  await ann.do((driver) => driver.publish("microphone"));
  tab = await openTab(browser, "about:blank");
  await tab.context.addInitScript(recordAudio);
  const arguments_ = { url: service.rtcUrl(), join: service.join("audio", "bob") };
  await tab.page.goto(`${service.pageUrl}#${encodeURIComponent(JSON.stringify(arguments_))}`);
  await until("the browser holds the sound back", () => tab.consoleLines.includes("log: autoplayBlocked"));
  bob = await User.of(tab);
  return async () => {
    await Promise.all([ann.close(), tab.close()]);
  };
});

const plays = () => bob.tab.page.evaluate(() => window.made.elements.map(({ paused }) => !paused));
const element = () =>
  bob.tab.page.evaluate(() => {
    const [audio] = window.made.elements;
    return { volume: audio?.volume, muted: audio?.muted };
  });

/** Touches the page, as a person does who wants to hear something. */
async function touch(): Promise<void> {
  await bob.tab.page.evaluate(() => {
    document.addEventListener("click", () => void window.driver.player.resume(), { once: true });
  });
  await bob.tab.page.mouse.click(50, 50);
  await until("the sound plays", async () => (await plays()).every(Boolean));
}

describe("the audio player", () => {
  it("says once that the browser holds the sound back, and plays after a touch", async () => {
    expect(await bob.do((driver) => driver.player.blocked)).toBe(true);
    expect(await plays()).toEqual([false]);
    await touch();
    expect(await bob.do((driver) => driver.player.blocked)).toBe(false);
    await bob.receives("ann", "microphone");
    expect((await bob.events()).filter((event) => event === "autoplayBlocked")).toHaveLength(1);
  });

  it("sets volume and silence of a user, for tracks to come too", async () => {
    await touch();
    await bob.do((driver) => driver.player.setVolume("ann", 50));
    expect(await element()).toEqual({ volume: 0.5, muted: false });
    await bob.do((driver) => driver.player.setMuted("ann", true));
    expect(await element()).toEqual({ volume: 0.5, muted: true });
    await ann.do((driver) => driver.unpublish("microphone"));
    await bob.sees("trackRemoved ann microphone");
    await bob.forgetEvents();
    await ann.do((driver) => driver.publish("microphone"));
    await bob.sees("trackAdded ann microphone (audio)");
    const latest = await bob.tab.page.evaluate(() => {
      const audio = window.made.elements.at(-1);
      return { count: window.made.elements.length, volume: audio?.volume, muted: audio?.muted };
    });
    expect(latest).toEqual({ count: 2, volume: 0.5, muted: true });
  });

  it("amplifies above 100 percent, and the sound goes through", async () => {
    await touch();
    await bob.do((driver) => driver.player.setVolume("ann", 180));
    expect(await element()).toEqual({ volume: 1, muted: true });
    await until("the amplifier carries sound", () =>
      bob.tab.page.evaluate(() => {
        const [analyser] = window.made.analysers;
        const samples = new Float32Array(analyser?.fftSize ?? 0);
        analyser?.getFloatTimeDomainData(samples);
        return samples.some((sample) => Math.abs(sample) > 0.001);
      }),
    );
    const gain = () => bob.tab.page.evaluate(() => window.made.gains[0]?.gain.value);
    expect(await gain()).toBeCloseTo(1.8);
    await bob.do((driver) => driver.player.setMuted("ann", true));
    expect(await gain()).toBe(0);
    await bob.do((driver) => {
      driver.player.setMuted("ann", false);
      driver.player.setVolume("ann", 80);
    });
    expect(await element()).toEqual({ volume: expect.closeTo(0.8), muted: false });
    expect(await gain()).toBe(0);
  });

  it("is silent once it is closed", async () => {
    await touch();
    await bob.do((driver) => driver.player.close());
    expect(await plays()).toEqual([false]);
  });
});
