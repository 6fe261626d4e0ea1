import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { recordPeerConnections } from "./media.js";

/** Nothing that asks the network, a made-up camera and microphone. */
const FLAGS = [
  "--no-sandbox",
  "--use-fake-device-for-media-stream",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
  // Without it a machine that has no network but loopback finds no candidate.
  "--allow-loopback-in-peer-connection",
];

export interface LaunchOptions {
  /** What the browser answers to a page that asks for camera or microphone. Default "granted". */
  devices?: "granted" | "denied";
  /** Whether pages may play sound before the user has touched them. Default "allowed". */
  autoplay?: "allowed" | "blocked";
  /** The program to start. Default: that of LIANMAI_CHROMIUM, which `npm test` sets, or Debian's. */
  executable?: string;
  /** Host names that the browser itself leads to an address, whatever name servers say. Default none. */
  resolve?: Readonly<Record<string, string>>;
}

/** Starts Chromium, headless. */
export async function launchBrowser({
  devices = "granted",
  autoplay = "allowed",
  executable = process.env.LIANMAI_CHROMIUM ?? "/usr/bin/chromium",
  resolve = {},
}: LaunchOptions = {}): Promise<Browser> {
  const answer = devices === "granted" ? "--use-fake-ui-for-media-stream" : "--use-fake-ui-for-media-stream=deny";
  const policy = autoplay === "allowed" ? "no-user-gesture-required" : "document-user-activation-required";
  return await chromium.launch({
    executablePath: executable,
    headless: true,
    args: [...FLAGS, answer, `--autoplay-policy=${policy}`, ...resolverRules(resolve)],
  });
}

function resolverRules(resolve: Readonly<Record<string, string>>): string[] {
  const rules = Object.entries(resolve).map(([name, address]) => `MAP ${name} ${address}`);
  return rules.length === 0 ? [] : [`--host-resolver-rules=${rules.join(", ")}`];
}

/** A page in a context of its own, with what went wrong in it. */
export interface Tab {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors that no script caught, of the page and its frames. */
  readonly pageErrors: Error[];
  /** What was written to the console, oldest first, as `level: text`. */
  readonly consoleLines: string[];
  /** Closes the page and its context. */
  close(): Promise<void>;
}

/** Opens a page whose storage is its own, with its peer connections within reach of the helpers for media. */
export async function openTab(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ locale: "zh-CN", ...options });
  await context.addInitScript(recordPeerConnections);
  const page = await context.newPage();
  const pageErrors: Error[] = [];
  const consoleLines: string[] = [];
  page.on("pageerror", (error) => pageErrors.push(error));
  page.on("console", (message) => consoleLines.push(`${message.type()}: ${message.text()}`));
  await page.goto(url);
  return { page, context, pageErrors, consoleLines, close: () => context.close() };
}

/**
 * Makes a picture of the page for people to look at.
 *
 * @param name File name without ending.
 * @returns The file: below LIANMAI_SCREENSHOTS, or in a new temporary folder.
 */
export async function screenshot(page: Page, name: string): Promise<string> {
  const folder = process.env.LIANMAI_SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), "lianmai-screenshots-")));
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  // Transitions that still run are shown at their end.
  await page.screenshot({ path, animations: "disabled" });
  return path;
}
