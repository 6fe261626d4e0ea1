import { Event as EngineEvent } from "glass-easel";
import { engineElementOf } from "./engine-element.js";
import type { EventExtras, TouchPoint } from "./plain-event.js";
import { PressFeedback } from "./press-feedback.js";

/** CSS pixels that a finger may wander and still tap. */
const TAP_DISTANCE = 10;
/** Milliseconds after which a touch is a long press. */
const LONG_PRESS = 350;
/** Milliseconds after a touch in which the browser's imitation mouse events are ignored. */
const IMITATION = 1000;

interface Pointer {
  target: Node;
  start: TouchPoint;
  /** Still near its start: may become a tap or a long press. */
  steady: boolean;
  longPress: ReturnType<typeof setTimeout>;
  /** A handler took the long press, so no tap follows. */
  taken: boolean;
}

/**
 * Turns touch and mouse input into the touch events, taps and long presses of mini-programs, bubbling through the
 * engine's tree. One instance serves the document.
 */
export class Gestures {
  readonly #pointers = new Map<number, Pointer>();
  readonly #press: PressFeedback;
  readonly #pageOffset: () => { left: number; top: number };
  #lastTouch = Number.NEGATIVE_INFINITY;

  /** @param pageOffset How far the shown page is scrolled, in CSS pixels. */
  constructor(root: Document, pageOffset: () => { left: number; top: number }) {
    this.#pageOffset = pageOffset;
    this.#press = new PressFeedback(root);
    const options = { capture: true, passive: true };
    for (const type of ["touchstart", "touchmove", "touchend", "touchcancel"] as const) {
      root.addEventListener(type, (event) => this.#onTouch(type, event), options);
    }
    root.addEventListener("mousedown", (event) => this.#onMouse("touchstart", event), options);
    root.addEventListener("mousemove", (event) => this.#onMouse("touchmove", event), options);
    root.addEventListener("mouseup", (event) => this.#onMouse("touchend", event), options);
  }

  #onTouch(type: "touchstart" | "touchmove" | "touchend" | "touchcancel", event: TouchEvent): void {
    this.#lastTouch = event.timeStamp;
    const touches = Array.from(event.touches, (touch) => this.#point(touch.identifier, touch));
    const changed = Array.from(event.changedTouches, (touch) => this.#point(touch.identifier, touch));
    if (event.target instanceof Node) this.#handle(type, event.target, event, touches, changed);
  }

  #onMouse(type: "touchstart" | "touchmove" | "touchend", event: MouseEvent): void {
    if (event.timeStamp - this.#lastTouch < IMITATION || event.button !== 0) return;
    const pressed = this.#pointers.get(0);
    if (type !== "touchstart" && !pressed) return;
    const target = pressed && type !== "touchstart" ? pressed.target : event.target;
    if (!(target instanceof Node)) return;
    const changed = [this.#point(0, event)];
    // The button may have been let go outside of the frame.
    const ended = type === "touchend" || (type === "touchmove" && event.buttons === 0);
    if (ended) this.#handle(type === "touchend" ? "touchend" : "touchcancel", target, event, [], changed);
    else this.#handle(type, target, event, changed, changed);
  }

  #handle(type: string, target: Node, event: UIEvent, touches: TouchPoint[], changed: TouchPoint[]): void {
    const extras: EventExtras = { touches, changedTouches: changed };
    for (const point of changed) {
      if (type === "touchstart") this.#start(target, point, event);
      else if (type === "touchmove") this.#move(point);
    }
    dispatch(type, target, changed[0] ? positionOf(changed[0]) : {}, event, extras);
    if (type !== "touchend" && type !== "touchcancel") return;
    for (const point of changed) this.#end(type, point, event);
  }

  #start(target: Node, start: TouchPoint, event: UIEvent): void {
    const pointer: Pointer = {
      target,
      start,
      steady: true,
      taken: false,
      longPress: setTimeout(() => this.#longPress(pointer, event), LONG_PRESS),
    };
    this.#forget(start.identifier);
    this.#pointers.set(start.identifier, pointer);
    this.#press.start(target);
  }

  #move(point: TouchPoint): void {
    const pointer = this.#pointers.get(point.identifier);
    if (!pointer?.steady) return;
    const { start } = pointer;
    if (Math.hypot(point.clientX - start.clientX, point.clientY - start.clientY) <= TAP_DISTANCE) return;
    pointer.steady = false;
    clearTimeout(pointer.longPress);
    this.#press.cancel();
  }

  #longPress(pointer: Pointer, event: UIEvent): void {
    const extras: EventExtras = { touches: [pointer.start], changedTouches: [pointer.start] };
    dispatch("longpress", pointer.target, positionOf(pointer.start), event, extras);
    pointer.taken = extras.handled === true;
    dispatch("longtap", pointer.target, positionOf(pointer.start), event, { ...extras });
  }

  #end(type: string, point: TouchPoint, event: UIEvent): void {
    const pointer = this.#pointers.get(point.identifier);
    if (!pointer) return;
    this.#forget(point.identifier);
    if (type === "touchcancel") this.#press.cancel();
    else this.#press.end();
    if (type === "touchcancel" || !pointer.steady || pointer.taken) return;
    if (pointer.target instanceof Element && pointer.target.closest("tt-button[disabled]")) return;
    dispatch("tap", pointer.target, positionOf(point), event, { touches: [], changedTouches: [point] });
  }

  #forget(identifier: number): void {
    const pointer = this.#pointers.get(identifier);
    if (pointer) clearTimeout(pointer.longPress);
    this.#pointers.delete(identifier);
  }

  #point(identifier: number, at: { clientX: number; clientY: number }): TouchPoint {
    const { left, top } = this.#pageOffset();
    const { clientX, clientY } = at;
    return { identifier, clientX, clientY, pageX: clientX + left, pageY: clientY + top };
  }
}

function positionOf(point: TouchPoint): { x: number; y: number } {
  return { x: point.pageX, y: point.pageY };
}

function dispatch(type: string, node: Node, detail: unknown, originalEvent: UIEvent, extras: EventExtras): void {
  const target = engineElementOf(node);
  if (!target) return;
  EngineEvent.dispatchEvent(
    target,
    new EngineEvent(type, detail, {
      originalEvent,
      bubbles: true,
      composed: true,
      capturePhase: true,
      extraFields: extras,
    }),
  );
}
