import { parseAddress } from "../address.js";
import type { Emitter } from "../emitter.js";
import type { LifecycleEvents, PageAddress, Router } from "../environment.js";
import { RouteError } from "../route-error.js";
import type { Page } from "./page.js";

/** Pages on the stack at most; the platform's own limit. */
const LIMIT = 10;

export interface PageStackContext {
  /** Routes of all pages. */
  pages: readonly string[];
  /** Routes of the tab bar, in its order; empty without one. */
  tabs: readonly string[];
  lifecycle: Emitter<LifecycleEvents>;
  /** Runs the page's module and makes the page; errors of the program are told there. */
  open(address: PageAddress): Promise<Page>;
  /** What is shown has changed. */
  changed(): void;
}

/** The page stack: who is on it, who is shown, and in which order pages come to life and go. */
export class PageStack implements Router {
  readonly #context: PageStackContext;
  #pages: Page[] = [];
  /** Tab pages live on while another tab is shown. */
  readonly #tabs = new Map<string, Page>();
  /** Navigations run one after the other, as calls that arrive while one is under way mean the stack after it. */
  #queue: Promise<void> = Promise.resolve();

  constructor(context: PageStackContext) {
    this.#context = context;
  }

  pages(): readonly Page[] {
    return this.#pages;
  }

  top(): Page | undefined {
    return this.#pages.at(-1);
  }

  stack(): readonly PageAddress[] {
    return this.#pages.map((page) => page.address);
  }

  resolve(url: string): PageAddress {
    return parseAddress(url, this.top()?.address.path ?? "");
  }

  /** The first page, with those below it after a reload. */
  start(addresses: readonly PageAddress[]): Promise<void> {
    return this.#enqueue(async () => {
      for (const address of addresses) {
        const page = await this.#open(address);
        this.#pages.push(page);
        page.load();
        // Pages that a reload brings back under another are there, but nobody sees them.
        if (address !== addresses.at(-1)) page.cover();
      }
      this.#showTop();
    });
  }

  navigateTo(address: PageAddress): Promise<void> {
    return this.#enqueue(async () => {
      this.#refuseUnknown(address);
      if (this.#isTab(address.path)) throw RouteError.tabPage(address.path);
      if (this.#pages.length >= LIMIT) throw RouteError.stackFull(LIMIT);
      const page = await this.#open(address);
      const covered = this.top();
      this.#hide(covered);
      this.#pages.push(page);
      page.load();
      this.#showTop();
      covered?.cover();
    });
  }

  redirectTo(address: PageAddress): Promise<void> {
    return this.#enqueue(async () => {
      this.#refuseUnknown(address);
      if (this.#isTab(address.path)) throw RouteError.tabPage(address.path);
      const page = await this.#open(address);
      this.#drop(this.#pages.splice(-1));
      this.#pages.push(page);
      page.load();
      this.#showTop();
    });
  }

  navigateBack(delta: number): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#pages.length < 2) throw RouteError.firstPage();
      const count = Math.min(Math.max(1, Math.floor(delta) || 1), this.#pages.length - 1);
      this.#drop(this.#pages.splice(-count));
      this.#showTop();
    });
  }

  reLaunch(address: PageAddress): Promise<void> {
    return this.#enqueue(async () => {
      this.#refuseUnknown(address);
      const page = await this.#open(address);
      const before = new Set([...this.#pages, ...this.#tabs.values()]);
      this.#pages = [];
      this.#tabs.clear();
      this.#drop([...before]);
      this.#pages.push(page);
      if (this.#isTab(address.path)) this.#tabs.set(address.path, page);
      page.load();
      this.#showTop();
    });
  }

  switchTab(path: string): Promise<void> {
    return this.#enqueue(async () => {
      if (!this.#isTab(path)) throw RouteError.noTabPage(path);
      const shown = this.top();
      if (shown?.address.path === path) return;
      const known = this.#tabs.get(path);
      const page = known ?? (await this.#open({ path, query: {} }));
      this.#drop(this.#pages.filter((other) => !this.#isTab(other.address.path)));
      if (shown && this.#isTab(shown.address.path)) this.#hide(shown);
      this.#pages = [page];
      this.#tabs.set(path, page);
      if (!known) page.load();
      this.#showTop();
      for (const other of this.#tabs.values()) if (other !== page) other.cover();
    });
  }

  /** Leaves the page on top after its `onHide`, as when the phone is put away. */
  background(): void {
    this.#hide(this.top());
  }

  foreground(): void {
    this.#showTop();
  }

  #enqueue(run: () => Promise<void>): Promise<void> {
    const result = this.#queue.then(run);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #open(address: PageAddress): Promise<Page> {
    const page = await this.#context.open(address);
    if (this.#isTab(address.path)) this.#tabs.set(address.path, page);
    return page;
  }

  #showTop(): void {
    const page = this.top();
    if (!page) return;
    this.#context.changed();
    page.show();
    this.#context.lifecycle.emit("pageShow", page.address);
  }

  #hide(page: Page | undefined): void {
    if (!page) return;
    page.hide();
    this.#context.lifecycle.emit("pageHide", page.address);
  }

  /** Unloads pages, the uppermost first. */
  #drop(pages: Page[]): void {
    for (const page of pages.reverse()) {
      this.#tabs.delete(page.address.path);
      page.unload();
      this.#context.lifecycle.emit("pageUnload", page.address);
    }
  }

  #isTab(path: string): boolean {
    return this.#context.tabs.includes(path);
  }

  #refuseUnknown(address: PageAddress): void {
    if (this.#context.pages.includes(address.path)) return;
    this.#context.lifecycle.emit("pageNotFound", { ...address, isEntryPage: false });
    throw RouteError.pageNotFound(address.path);
  }
}
