import { defineBuiltin } from "../builtin.js";
import { any, flag, number, text } from "../property.js";
import { reflect } from "../reflect.js";
import { Edges } from "./edges.js";
import { PullRefresher } from "./pull-refresher.js";
import css from "./scroll-view.css" with { type: "text" };

/**
 * `scroll-view`: scrolls in the directions that are on. `bindscroll` tells position, size and how far it moved,
 * `bindscrolltoupper` and `bindscrolltolower` that an end was reached.
 */
export const scrollView = defineBuiltin({
  tag: "scroll-view",
  css,
  properties: {
    scrollX: flag(),
    scrollY: flag(),
    upperThreshold: number(50),
    lowerThreshold: number(50),
    scrollTop: any<unknown>(undefined),
    scrollLeft: any<unknown>(undefined),
    scrollIntoView: text(),
    scrollWithAnimation: flag(),
    showScrollbar: flag(),
    enableFlex: flag(),
    refresherEnabled: flag(),
    refresherThreshold: number(45),
    refresherTriggered: flag(),
    refresherBackground: text(),
  },
  create(element) {
    const { dom } = element;
    const edges = new Edges((name, direction) => element.emit(name, { direction }));
    const refresher = new PullRefresher(dom, (name, detail) => element.emit(name, detail));
    dom.append(refresher.indicator);
    let last = { left: 0, top: 0 };
    let frame = 0;

    const tell = () => {
      frame = 0;
      const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = dom;
      const moved = { deltaX: last.left - scrollLeft, deltaY: last.top - scrollTop };
      last = { left: scrollLeft, top: scrollTop };
      element.emit("scroll", { scrollLeft, scrollTop, scrollWidth, scrollHeight, ...moved });
      edges.check(dom, element.values);
    };
    dom.addEventListener("scroll", () => {
      if (frame === 0) frame = requestAnimationFrame(tell);
    });

    const moveTo = (position: ScrollToOptions) => {
      dom.scrollTo({ ...position, behavior: element.values.scrollWithAnimation ? "smooth" : "instant" });
    };
    const place = (changed: ReadonlySet<string>) => {
      const { scrollTop, scrollLeft, scrollIntoView } = element.values;
      const top = pixels(scrollTop);
      const left = pixels(scrollLeft);
      if (changed.has("scrollTop") && top !== undefined) moveTo({ top });
      if (changed.has("scrollLeft") && left !== undefined) moveTo({ left });
      if (changed.has("scrollIntoView") && scrollIntoView) {
        const target = dom.querySelector(`[id="${CSS.escape(scrollIntoView)}"]`);
        if (target) moveTo(offsetIn(dom, target, element.values));
      }
    };

    return {
      update(values, changed) {
        reflect(dom, {
          "scroll-x": values.scrollX,
          "scroll-y": values.scrollY,
          "show-scrollbar": values.showScrollbar,
        });
        refresher.update(values);
        if (dom.isConnected) requestAnimationFrame(() => place(changed));
      },
      // Children come after `create`; positions mean something only when they are there.
      attached: () => void requestAnimationFrame(() => place(new Set(["scrollTop", "scrollLeft", "scrollIntoView"]))),
      detached: () => cancelAnimationFrame(frame),
    };
  },
});

/** Numbers, also as text with `px` or `rpx`. */
function pixels(value: unknown): number | undefined {
  const amount = Number.parseFloat(String(value));
  if (!Number.isFinite(amount)) return undefined;
  return /rpx\s*$/.test(String(value)) ? (amount * innerWidth) / 750 : amount;
}

function offsetIn(dom: Element, target: Element, axes: { scrollX: boolean; scrollY: boolean }): ScrollToOptions {
  const outer = dom.getBoundingClientRect();
  const inner = target.getBoundingClientRect();
  return {
    ...(axes.scrollY && { top: dom.scrollTop + inner.top - outer.top }),
    ...(axes.scrollX && { left: dom.scrollLeft + inner.left - outer.left }),
  };
}
