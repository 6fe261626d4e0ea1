import type { Element, GeneralComponent } from "glass-easel";
import { component } from "glass-easel-miniprogram-adapter";

interface Margins {
  left?: number;
  top?: number;
  right?: number;
  bottom?: number;
}

interface Options {
  thresholds?: number[];
  /** What the ratio counts as at first: a callback comes at once where the real one is across a threshold from it. */
  initialRatio?: number;
  /** Whether all matches are watched, or the first one. */
  observeAll?: boolean;
  /** The same, as it is also called. */
  selectAll?: boolean;
}

type Callback = (answer: object) => void;

/**
 * Makes `createIntersectionObserver` of pages and components what the platform documents. The adapter's own leaves out
 * the first callback where it should come and gives it where it should not, and it measures against the window around
 * the frame. Called once a frame.
 */
export function installIntersectionObservers(guard: <T>(run: () => T) => T | undefined): void {
  Object.assign(component.ComponentCaller.prototype, {
    createIntersectionObserver(this: { _$: GeneralComponent }, options: Options = {}) {
      return new NodeObserver(this._$, options, guard);
    },
  });
}

class NodeObserver {
  readonly #component: GeneralComponent;
  readonly #options: Options;
  readonly #guard: <T>(run: () => T) => T | undefined;
  readonly #observers: IntersectionObserver[] = [];
  #root: HTMLElement | Document = document;
  #margins: Margins = {};

  constructor(of: GeneralComponent, options: Options, guard: <T>(run: () => T) => T | undefined) {
    this.#component = of;
    this.#options = options;
    this.#guard = guard;
  }

  relativeTo(selector: string, margins: Margins = {}): this {
    this.#root = domOf(this.#component.getShadowRoot()?.querySelector(selector) ?? undefined) ?? document;
    this.#margins = margins;
    return this;
  }

  relativeToViewport(margins: Margins = {}): this {
    this.#root = document;
    this.#margins = margins;
    return this;
  }

  observe(selector: string, callback: Callback): void {
    const all = this.#component.getShadowRoot()?.querySelectorAll(selector) ?? [];
    const every = this.#options.observeAll ?? this.#options.selectAll ?? false;
    for (const node of every ? all : all.slice(0, 1)) this.#watch(node, callback);
  }

  disconnect(): void {
    for (const observer of this.#observers.splice(0)) observer.disconnect();
  }

  #watch(node: Element, callback: Callback): void {
    const dom = domOf(node);
    if (!dom) return;
    const { thresholds = [0], initialRatio = 0 } = this.#options;
    const { top = 0, right = 0, bottom = 0, left = 0 } = this.#margins;
    let before: number | undefined = initialRatio;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return;
        const ratio = entry.intersectionRatio;
        const isFirst = before !== undefined;
        const crossed = before === undefined || isAcross(before, ratio, entry.isIntersecting, thresholds);
        before = undefined;
        if (isFirst && !crossed) return;
        this.#guard(() =>
          callback({
            id: node.id,
            dataset: node.dataset,
            intersectionRatio: ratio,
            intersectionRect: plain(entry.intersectionRect),
            boundingClientRect: plain(entry.boundingClientRect),
            relativeRect: plain(entry.rootBounds),
            time: Date.now(),
          }),
        );
      },
      {
        // Not the window's own view: the frame is a phone, wherever it stands in the page around it.
        root: this.#root,
        rootMargin: `${top}px ${right}px ${bottom}px ${left}px`,
        threshold: thresholds,
      },
    );
    observer.observe(dom);
    this.#observers.push(observer);
  }
}

/** Whether a threshold lies between what the ratio counted as and what it is. */
function isAcross(before: number, now: number, touches: boolean, thresholds: readonly number[]): boolean {
  // A node without area touches or does not; its ratio is 1 or 0.
  if (before === 0 && touches && thresholds.includes(0)) return true;
  return thresholds.some((threshold) => before !== now && (before - threshold) * (now - threshold) <= 0);
}

function plain(rect: DOMRectReadOnly | null): object {
  const { left = 0, top = 0, right = 0, bottom = 0, width = 0, height = 0 } = rect ?? {};
  return { left, top, right, bottom, width, height };
}

function domOf(element: Element | undefined): HTMLElement | undefined {
  return element?.$$ as unknown as HTMLElement | undefined;
}
