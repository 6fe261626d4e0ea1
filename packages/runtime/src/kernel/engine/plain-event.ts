import type { ShadowedEvent } from "glass-easel";
import { copyData } from "../data.js";

/** An event as handlers of a mini-program get it: data, without a way back into the engine. */
export interface PlainEvent {
  type: string;
  /** Milliseconds since the frame started. */
  timeStamp: number;
  target: EventNode;
  currentTarget: EventNode;
  mark: Record<string, unknown>;
  detail: unknown;
  touches?: TouchPoint[];
  changedTouches?: TouchPoint[];
}

export interface EventNode {
  id: string;
  dataset: Record<string, unknown>;
  readonly offsetLeft: number;
  readonly offsetTop: number;
}

/** CSS pixels; `page` counts from the top of the page, `client` from the top of what is seen. */
export interface TouchPoint {
  identifier: number;
  pageX: number;
  pageY: number;
  clientX: number;
  clientY: number;
}

/** What the engine hands over as target: an element, or what stands for a component in user code. */
interface EngineNode {
  id: string;
  dataset: Record<string, unknown> | null;
  $$?: unknown;
  _$?: { $$: unknown };
}

/** Fields that travel with an engine event, set by whoever dispatches it. */
export interface EventExtras extends Record<string, unknown> {
  touches?: TouchPoint[];
  changedTouches?: TouchPoint[];
  /** Set as soon as a handler of the program has run. */
  handled?: boolean;
}

export function plainEvent(event: ShadowedEvent<unknown>): PlainEvent {
  const extras = event as ShadowedEvent<unknown> & EventExtras;
  const currentTarget = event.currentTarget as unknown as EngineNode;
  const plain: PlainEvent = {
    type: event.type,
    timeStamp: Math.round(performance.now()),
    target: eventNode(meaningful(event.target as unknown as EngineNode, currentTarget)),
    currentTarget: eventNode(currentTarget),
    mark: { ...(event.mark ?? {}) },
    detail: event.detail,
  };
  if (extras.touches) plain.touches = extras.touches;
  if (extras.changedTouches) plain.changedTouches = extras.changedTouches;
  return plain;
}

/**
 * Programs read `event.target.dataset` in a handler of a row whose text was tapped. The text has neither id nor data
 * of its own, and then the row's are meant.
 */
function meaningful(target: EngineNode, currentTarget: EngineNode): EngineNode {
  const empty = target.id === "" && Object.keys(target.dataset ?? {}).length === 0;
  return empty ? currentTarget : target;
}

function eventNode(node: EngineNode): EventNode {
  return {
    id: node.id,
    dataset: copyData(node.dataset ?? {}, "dataset").copy as Record<string, unknown>,
    // Read only when asked for: an offset makes the browser lay out the page.
    get offsetLeft() {
      return domOf(node)?.offsetLeft ?? 0;
    },
    get offsetTop() {
      return domOf(node)?.offsetTop ?? 0;
    },
  };
}

function domOf(node: EngineNode): HTMLElement | undefined {
  return (node._$?.$$ ?? node.$$) as HTMLElement | undefined;
}
