import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../../e2e/harness/root.js";
import { until } from "../../e2e/harness/until.js";
import type { ProjectFiles, RuntimeLab } from "../../e2e/runtime/mini-program.js";
import type { TestWindow } from "../../e2e/runtime/test-host.js";

/** A page as most are: a list with pictures, a button, a title, and what comes of a tap. */
const SIMPLE_PAGE: ProjectFiles = {
  "pages/index/index.ttml": `
    <view class="item" tt:for="{{items}}" tt:key="id" data-id="{{item.id}}" bindtap="open">
      <image src="{{item.picture}}" mode="aspectFill" /><text>{{item.name}}</text>
    </view>
    <button type="primary" bindtap="more">more</button>`,
  "pages/index/index.ttss": ".item { display: flex; padding: 24rpx }",
  "pages/index/index.js": `
    const picture = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    Page({
      data: { items: [] },
      onLoad() {
        tt.setNavigationBarTitle({ title: "list" })
        this.more()
      },
      more() {
        const { length } = this.data.items
        this.setData({ items: this.data.items.concat({ id: length, name: "item " + length, picture }) })
      },
      open(event) {
        const { id } = event.currentTarget.dataset
        tt.navigateTo({ url: "/pages/index/index?id=" + id, fail: ({ errMsg }) => tt.showToast({ title: errMsg }) })
      },
    })`,
};

/** Kilobytes with gzip of what the browser has fetched of the runtime until the first page was there. */
export interface RuntimeKilobytes {
  /** A simple page, without calls. */
  simple: number;
  /** The same with a button that asks a server: what most programs do. */
  withRequest: number;
  /** The largest program that there is, calls included. */
  gallery: number;
  /** Of the gallery: the client that makes calls. */
  rtc: number;
}

export async function runtimeKilobytes(lab: RuntimeLab): Promise<RuntimeKilobytes> {
  const script = SIMPLE_PAGE["pages/index/index.js"] ?? "";
  const asking = script.replace("this.more()", `tt.request({ url: "https://127.0.0.1:1/", fail: () => this.more() })`);
  const simple = await loaded(lab, SIMPLE_PAGE, "tt-button");
  const withRequest = await loaded(lab, { ...SIMPLE_PAGE, "pages/index/index.js": asking }, "tt-button");
  const gallery = await loaded(lab, projectFiles(join(root, "examples", "gallery")), "tt-view");
  return {
    simple: sum(simple),
    withRequest: sum(withRequest),
    gallery: sum(gallery),
    rtc: gallery.get("lianmai-rtc.js") ?? 0,
  };
}

/** Opens a program and weighs each file of the runtime that its frame has fetched, in kilobytes. */
async function loaded(lab: RuntimeLab, files: ProjectFiles, first: string): Promise<Map<string, number>> {
  const app = await lab.open(files);
  await app.frame.locator(first).first().waitFor();
  const urls = await until("nothing is being fetched any more", async () => {
    const known = await resources(app.frame);
    // What is asked for ahead of its use may still be on its way.
    await app.frame.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    return (await resources(app.frame)).length === known.length && known;
  });
  const errors = await app.page.evaluate(() =>
    (globalThis as unknown as TestWindow).records.reports.filter(({ kind }) => kind === "error"),
  );
  if (errors.length > 0) throw new Error(`The program does not run: ${JSON.stringify(errors)}`);
  const weights = new Map<string, number>();
  for (const url of new Set([app.frame.url(), ...urls])) {
    const name = new URL(url).pathname.split("/").at(-1) ?? "";
    // Everything else is the program itself.
    if (!/^(?:lianmai-|frame\.html$)/.test(name)) continue;
    const body = Buffer.from(await (await fetch(url)).arrayBuffer());
    weights.set(name, gzipSync(body).length / 1000);
  }
  await app.close();
  return weights;
}

function resources(frame: { evaluate<T>(run: () => T): Promise<T> }): Promise<string[]> {
  return frame.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
}

function sum(weights: Map<string, number>): number {
  return [...weights.values()].reduce((total, one) => total + one, 0);
}

/** All files of a project that are text. */
function projectFiles(folder: string): ProjectFiles {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const text = paths.filter((path) => /\.(?:json|js|ts|ttml|ttss|sjs|svg)$/.test(path));
  return Object.fromEntries(text.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")]));
}
