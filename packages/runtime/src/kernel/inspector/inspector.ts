import { Component as EngineComponent, type Element as EngineElementType, type GeneralComponent } from "glass-easel";
import type { InspectedDetails, InspectedNode, Inspector } from "../../inspection.js";
import type { Page } from "../page/page.js";
import { Highlighter } from "./highlighter.js";
import { inspectValue } from "./inspected-value.js";
import { NodeTree } from "./node-tree.js";
import { pickElement } from "./picker.js";

/** Milliseconds between two tellings of a change: a page that moves all the time must not drown its panel. */
const INTERVAL = 250;
const STYLES = ["display", "position", "margin", "padding", "color", "background-color", "font-size", "z-index"];

/** Looks into the pages of this frame, for the panels of the simulator and of remote debugging. */
export class PageInspector implements Inspector {
  readonly #pages: () => readonly Page[];
  readonly #tree = new NodeTree();
  readonly #highlighter = new Highlighter(document);
  #stopPicking: (() => void) | undefined;

  constructor(pages: () => readonly Page[]) {
    this.#pages = pages;
  }

  tree(): InspectedNode[] {
    return this.#tree.read(this.#pages().map(({ address, component }) => ({ route: address.path, component })));
  }

  details(id: number): InspectedDetails | undefined {
    const element = this.#tree.find(id);
    if (!element) return undefined;
    const isComponent = EngineComponent.isComponent(element);
    const dom = drawnOf(element);
    const styles = dom && getComputedStyle(dom);
    const box = dom?.getBoundingClientRect();
    return {
      id,
      editable: isComponent && !element.isExternal(),
      ...(isComponent ? { data: inspectValue(dataOf(element)) } : {}),
      ...(Object.keys(element.dataset ?? {}).length > 0 ? { dataset: inspectValue(element.dataset) } : {}),
      ...(box ? { box: { left: box.left, top: box.top, width: box.width, height: box.height } } : {}),
      styles: styles ? STYLES.map((name) => [name, styles.getPropertyValue(name)]) : [],
    };
  }

  setData(id: number, path: string, value: unknown): void {
    const element = this.#tree.find(id);
    if (!element) throw new Error("the page or component is not there any more");
    if (!EngineComponent.isComponent(element) || element.isExternal()) throw new Error("it has no data of its own");
    const caller = element.getMethodCaller() as { setData(data: Record<string, unknown>): void };
    // A value of another realm is no plain data here, so it is made anew in this one.
    caller.setData({ [path]: value === undefined ? undefined : JSON.parse(JSON.stringify(value)) });
  }

  highlight(id: number | undefined): void {
    const element = id === undefined ? undefined : this.#tree.find(id);
    if (element) this.#highlighter.show(() => drawnOf(element)?.getBoundingClientRect());
    else this.#highlighter.hide();
  }

  pick(picked: ((id: number | undefined) => void) | undefined): void {
    this.#stopPicking?.();
    this.#stopPicking = undefined;
    this.#highlighter.hide();
    if (!picked) return;
    this.tree();
    this.#stopPicking = pickElement(document, {
      hovered: (target) => this.highlight(this.#tree.findDrawn(target)),
      picked: (target) => {
        this.#stopPicking = undefined;
        this.#highlighter.hide();
        // The page may have changed since the choice began.
        this.tree();
        picked(this.#tree.findDrawn(target));
      },
    });
  }

  watch(changed: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new MutationObserver(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        changed();
      }, INTERVAL);
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }
}

/** What the program itself sees as `this.data`: with what is no data too. */
function dataOf(component: GeneralComponent): unknown {
  if (component.isExternal()) return component.data;
  const caller = component.getMethodCaller() as { data?: unknown };
  return caller.data ?? component.data;
}

function drawnOf(element: EngineElementType): HTMLElement | undefined {
  const drawn: unknown = element.$$;
  return drawn instanceof HTMLElement ? drawn : undefined;
}
