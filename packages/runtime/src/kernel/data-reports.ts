import type { GeneralComponent } from "glass-easel";
import type { Host } from "../host.js";
import type { Page } from "./page/page.js";
import type { PageStack } from "./page/page-stack.js";

/** Milliseconds between two reports: panels are for people, and data may be large and change all the time. */
const INTERVAL = 200;

/** Tells the panels around the phone what pages have in `data`. */
export class DataReports {
  readonly #host: Host;
  readonly #stack: PageStack;
  readonly #changed = new Set<Page>();

  constructor(host: Host, stack: PageStack) {
    this.#host = host;
    this.#stack = stack;
  }

  /** A component's data has changed; only those of pages are told. */
  changed(component: GeneralComponent): void {
    const page = this.#stack.pages().find((candidate) => candidate.component === component);
    if (!page) return;
    if (this.#changed.size === 0) setTimeout(() => this.#tell(), INTERVAL);
    this.#changed.add(page);
  }

  #tell(): void {
    for (const page of this.#changed) {
      this.#host.report({ kind: "data", path: page.address.path, data: page.caller.data });
    }
    this.#changed.clear();
  }
}
