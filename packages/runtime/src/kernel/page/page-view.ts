import type { GeneralBackendElement, GeneralComponent } from "glass-easel";
import type { Root } from "glass-easel-miniprogram-adapter";
import type { PullRefresher } from "../../components/scroll-view/pull-refresher.js";

/** CSS pixels that a page is pulled down to be refreshed. */
const PULL_DISTANCE = 50;

export interface PageViewOptions {
  backgroundColor: string;
  disableScroll: boolean;
  /** Whether the user may pull the page down. */
  pullDownRefresh: boolean;
  /** CSS pixels before the end at which `reachBottom` is told. */
  reachBottomDistance: number;
}

export interface PageViewEvents {
  scroll(scrollTop: number): void;
  reachBottom(): void;
  /** The user has pulled the page down. */
  refresh(): void;
}

/** The place of a page in the document: it scrolls for itself and keeps its position while it is covered. */
export class PageView {
  readonly element: HTMLElement;
  readonly #options: PageViewOptions;
  readonly #events: PageViewEvents;
  readonly #refresher: PullRefresher | undefined;
  #refreshing = false;
  #scrollTop = 0;
  #everShown = false;
  #atBottom = false;
  #frame = 0;

  /** @param Refresher What shows that a page is refreshed; without it none is. */
  constructor(
    container: HTMLElement,
    options: PageViewOptions,
    events: PageViewEvents,
    Refresher: typeof PullRefresher | undefined,
  ) {
    this.#options = options;
    this.#events = events;
    this.element = document.createElement("div");
    this.element.className = "lianmai-page";
    this.element.hidden = true;
    this.element.style.backgroundColor = options.backgroundColor;
    if (options.disableScroll) this.element.style.overflow = "hidden";
    this.element.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.#refresher =
      Refresher &&
      new Refresher(this.element, (name) => {
        if (name !== "refresherrefresh") return;
        this.setRefreshing(true);
        events.refresh();
      });
    if (this.#refresher) this.element.append(this.#refresher.indicator);
    this.setRefreshing(false);
    container.append(this.element);
  }

  attach(root: Root, path: string): void {
    const component = root.getComponent();
    const dom = component.$$ as unknown as HTMLElement;
    dom.setAttribute("is", path);
    this.#answerScrollQueries(component);
    const placeholder = document.createElement("i");
    this.element.append(placeholder);
    root.attach(this.element as unknown as GeneralBackendElement, placeholder as unknown as GeneralBackendElement);
  }

  /** @returns Whether it is the first time. */
  show(): boolean {
    const first = !this.#everShown;
    this.#everShown = true;
    this.element.hidden = false;
    this.element.scrollTop = this.#scrollTop;
    return first;
  }

  hide(): void {
    this.#scrollTop = this.element.scrollTop;
    this.element.hidden = true;
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    this.element.remove();
  }

  get refreshing(): boolean {
    return this.#refreshing;
  }

  /** Shows the indicator of pull-down refresh above the page, or takes it away. */
  setRefreshing(refreshing: boolean): void {
    this.#refreshing = refreshing;
    this.#refresher?.update({
      refresherEnabled: this.#options.pullDownRefresh,
      refresherThreshold: PULL_DISTANCE,
      refresherTriggered: refreshing,
      refresherBackground: "",
    });
  }

  scrollTo(scrollTop: number, duration: number): void {
    this.element.scrollTo({ top: scrollTop, behavior: duration > 0 ? "smooth" : "instant" });
  }

  showError(path: string, error: unknown): void {
    const panel = document.createElement("div");
    panel.className = "lianmai-page-error";
    const heading = document.createElement("h1");
    heading.textContent = `页面 ${path} 未能打开 / Page could not be opened`;
    const reason = document.createElement("pre");
    reason.textContent = error instanceof Error ? (error.stack ?? error.message) : String(error);
    panel.append(heading, reason);
    this.element.append(panel);
  }

  #onScroll(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const { scrollTop, clientHeight, scrollHeight } = this.element;
      this.#events.scroll(scrollTop);
      const atBottom = scrollTop + clientHeight >= scrollHeight - this.#options.reachBottomDistance;
      if (atBottom && !this.#atBottom) this.#events.reachBottom();
      this.#atBottom = atBottom;
    });
  }

  /** `selectViewport().scrollOffset()` of the adapter asks the page's component for its box and means the scrolling. */
  #answerScrollQueries(component: GeneralComponent): void {
    component.getBoundingClientRect = (answer) => {
      const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = this.element;
      answer({ left: scrollLeft, top: scrollTop, width: scrollWidth, height: scrollHeight });
    };
  }
}
