import { defineBuiltin } from "../builtin.js";
import { flag, number, text } from "../property.js";
import { reflect } from "../reflect.js";
import type { RegisteredBuiltin } from "../registry.js";
import { SwipeGesture } from "./gesture.js";
import { distance, easeOut, settle } from "./motion.js";
import css from "./swiper.css" with { type: "text" };

type Source = "" | "autoplay" | "touch";

/** `swiper-item`: one page of a `swiper`. */
export const swiperItem = defineBuiltin({
  tag: "swiper-item",
  css,
  properties: { itemId: text() },
  create(element) {
    let swiper: RegisteredBuiltin | undefined;
    return {
      attached() {
        swiper = element.closest("swiper");
        swiper?.instance.command?.("layout");
      },
      detached: () => swiper?.instance.command?.("layout"),
    };
  },
});

/** `swiper`: pages that a finger, a timer or `current` turns. `bindchange` tells the page and who turned it. */
export const swiper = defineBuiltin({
  tag: "swiper",
  css,
  properties: {
    current: number(0),
    currentItemId: text(),
    indicatorDots: flag(),
    indicatorColor: text(),
    indicatorActiveColor: text(),
    autoplay: flag(),
    interval: number(5000),
    duration: number(500),
    circular: flag(),
    vertical: flag(),
  },
  create(element) {
    const { dom } = element;
    const track = document.createElement("div");
    track.className = "lianmai-swiper-track";
    const dots = document.createElement("div");
    dots.className = "lianmai-swiper-dots";
    dom.append(track, dots);

    let items: RegisteredBuiltin[] = [];
    /** May be past the ends on a circle; between two pages while moving. */
    let position = 0;
    let shown = 0;
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let layoutAsked = false;
    let inPage = false;

    const indexOf = (at: number) => {
      const count = Math.max(items.length, 1);
      return ((Math.round(at) % count) + count) % count;
    };
    const itemId = (index: number) => (items[index]?.element.values as { itemId?: string } | undefined)?.itemId ?? "";

    const draw = () => {
      const { vertical, circular } = element.values;
      for (const [index, item] of items.entries()) {
        const offset = distance(index, position, items.length, circular) * 100;
        item.element.dom.style.transform = vertical ? `translate(0, ${offset}%)` : `translate(${offset}%, 0)`;
      }
      for (const [index, dot] of [...dots.children].entries()) dot.toggleAttribute("current", index === shown);
    };
    const move = (at: number) => {
      position = at;
      draw();
    };
    const arrive = (index: number, source: Source) => {
      if (index === shown) return;
      shown = index;
      const detail = { current: index, currentItemId: itemId(index), source };
      element.assign({ current: index, currentItemId: detail.currentItemId });
      element.emit("change", detail);
    };
    const animate = (target: number, source: Source) => {
      cancelAnimationFrame(frame);
      const from = position;
      const start = performance.now();
      const { duration } = element.values;
      arrive(indexOf(target), source);
      const step = (now: number) => {
        const progress = duration > 0 ? Math.min((now - start) / duration, 1) : 1;
        move(from + (target - from) * easeOut(progress));
        if (progress < 1) {
          frame = requestAnimationFrame(step);
          return;
        }
        position = indexOf(target);
        draw();
        element.emit("animationfinish", { current: shown, currentItemId: itemId(shown), source });
      };
      frame = requestAnimationFrame(step);
    };
    const schedule = () => {
      clearTimeout(timer);
      const { autoplay, interval, circular } = element.values;
      if (!inPage || !autoplay || items.length < 2) return;
      timer = setTimeout(() => {
        // Without a circle the way from the last page back to the first goes over all of them.
        animate(circular || shown < items.length - 1 ? shown + 1 : 0, "autoplay");
        schedule();
      }, interval);
    };
    const layout = () => {
      layoutAsked = false;
      items = element
        .descendants()
        .filter((item) => item.tag === "swiper-item" && item.element.dom.parentNode === track);
      dots.replaceChildren(...items.map(() => document.createElement("i")));
      shown = Math.min(shown, Math.max(items.length - 1, 0));
      position = shown;
      draw();
      schedule();
    };

    new SwipeGesture(track, () => element.values.vertical, {
      start: () => {
        clearTimeout(timer);
        cancelAnimationFrame(frame);
      },
      move: (pixels) => {
        const size = (element.values.vertical ? dom.clientHeight : dom.clientWidth) || 1;
        const at = shown - pixels / size;
        const last = items.length - 1;
        move(element.values.circular ? at : Math.min(Math.max(at, -0.2), last + 0.2));
        element.emit("transition", element.values.vertical ? { dx: 0, dy: -pixels } : { dx: -pixels, dy: 0 });
      },
      end: (velocity) => {
        animate(settle(shown, position, -velocity, items.length, element.values.circular), "touch");
        schedule();
      },
    });

    return {
      slot: track,
      update(values, changed) {
        reflect(dom, { vertical: values.vertical });
        dots.hidden = !values.indicatorDots;
        dom.style.setProperty("--lianmai-dot", values.indicatorColor || null);
        dom.style.setProperty("--lianmai-dot-current", values.indicatorActiveColor || null);
        const named = items.findIndex((_item, index) => itemId(index) === values.currentItemId);
        const wanted = changed.has("currentItemId") && named >= 0 ? named : values.current;
        if (items.length === 0) shown = Math.max(0, Math.floor(wanted));
        else if (wanted !== shown && wanted >= 0 && wanted < items.length) animate(wanted, "");
        draw();
        schedule();
      },
      command(name) {
        if (name !== "layout" || layoutAsked) return;
        layoutAsked = true;
        // Items come and go in groups.
        queueMicrotask(layout);
      },
      attached() {
        inPage = true;
        schedule();
      },
      detached() {
        inPage = false;
        clearTimeout(timer);
        cancelAnimationFrame(frame);
      },
    };
  },
});
