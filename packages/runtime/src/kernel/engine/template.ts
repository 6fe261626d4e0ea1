import type { TemplateGroup } from "@lianmai/compiler/bundle";
import { Component, type Element, type GeneralComponent, type ShadowedEvent, type template } from "glass-easel";
import { type EventExtras, plainEvent } from "./plain-event.js";
import type { SjsInstances } from "./sjs-instance.js";

export interface TemplateContext {
  warn(message: string): void;
  /** Elements as SJS code sees them. There where templates have such code. */
  sjs?: SjsInstances;
}

type ChangeListener = (now: unknown, before: unknown, host: Element, element: Element) => void;

/** The part of the engine's rendering interface that compiled templates call and that is changed here. */
interface Renderer {
  /** Sets an event handler. */
  v(element: Element, name: string, handler: unknown, ...rest: unknown[]): void;
  /** Sets a property or attribute. */
  r(element: Element, name: string, value: unknown, ...rest: unknown[]): void;
  /** Says what stands around listeners of `change:name`. */
  setFnFilter(filter: (listener: unknown) => ChangeListener): void;
  lianmai?: true;
}

type RenderProcedure = (renderer: Renderer, ...rest: never[]) => unknown;
type SjsHandler = (event: unknown, owner: unknown) => unknown;
type EngineListener = (this: unknown, event: ShadowedEvent<unknown>) => unknown;

/** Attributes that every element has, a component or not, without declaring them. */
const COMMON_ATTRIBUTES = /^(?:hidden|role|tabindex|aria-.+)$/;

/**
 * A compiled template as the engine takes it, with the conventions of mini-programs put in: plain events, handlers
 * whose return value means nothing, `hidden` on everything, attributes that vanish when their value does.
 */
export function adaptTemplate(
  templates: Record<string, TemplateGroup>,
  path: string,
  context: TemplateContext,
): template.ComponentTemplate | undefined {
  const group = templates[path];
  if (!group) return undefined;
  const content = (name: string) => {
    const procedure = group(name) as RenderProcedure | undefined;
    if (!procedure) return undefined;
    return (renderer: Renderer, ...rest: never[]) => {
      adaptRenderer(renderer, context);
      return procedure(renderer, ...rest);
    };
  };
  return { groupList: templates, content } as unknown as template.ComponentTemplate;
}

function adaptRenderer(renderer: Renderer, context: TemplateContext): void {
  if (renderer.lianmai) return;
  renderer.lianmai = true;
  const { v: setHandler, r: setProperty } = renderer;

  renderer.v = (element, name, handler, ...rest) => {
    const listener = handler ? listenerOf(element, name, handler, context) : "";
    setHandler(element, name, listener, ...rest);
  };

  renderer.r = (element, name, value, ...rest) => {
    // Data and not text: it would only clutter the attribute.
    if (name === "animation" && typeof value === "object") {
      const dom = element.getBackendElement() as unknown as HTMLElement;
      // Most programs have none: the player comes with the first one.
      import("./animation-player.js").then(({ playAnimation }) => playAnimation(dom, value), context.warn);
      return;
    }
    if (Component.isComponent(element)) {
      if (isCommonAttribute(element, name)) setAttribute(element, name, name === "hidden" ? Boolean(value) : value);
      else setProperty(element, name, value, ...rest);
    } else if (value === undefined || value === null) element.removeAttribute(name);
    else setProperty(element, name, name === "hidden" ? Boolean(value) : value, ...rest);
  };

  renderer.setFnFilter((listener) => (now, before, host, element) => {
    if (typeof listener !== "function") return;
    // The first change comes while the element is made; what listeners look for is there only afterwards.
    queueMicrotask(() => {
      const { sjs } = context;
      if (sjs) listener(now, before, sjs.of(host), sjs.of(element));
    });
  });
  // Templates set a filter of their own, which does nothing.
  renderer.setFnFilter = () => undefined;
}

function isCommonAttribute(component: GeneralComponent, name: string): boolean {
  return COMMON_ATTRIBUTES.test(name) && !Component.hasProperty(component, name);
}

/** Nothing, false, undefined and null are no attribute at all. */
function setAttribute(element: Element, name: string, value: unknown): void {
  if (value === false || value === undefined || value === null) element.removeAttribute(name);
  else element.updateAttribute(name, value);
}

function listenerOf(element: Element, name: string, handler: unknown, context: TemplateContext): EngineListener {
  if (typeof handler === "function") return sjsListener(element, handler as SjsHandler, context);
  const method = String(handler);
  return function (event) {
    const host = element.ownerShadowRoot?.getHostNode();
    if (!host) return;
    const run = Component.getMethod(host, method);
    if (!run) {
      context.warn(
        `${host.is} has no method "${method}" to handle the event "${name}": add it beside "data" or correct the name`,
      );
      return;
    }
    markHandled(event);
    run.call(this, plainEvent(event));
  };
}

/** SJS code runs beside the view: it gets elements to work on, and what it returns may stop the event. */
function sjsListener(element: Element, handler: SjsHandler, context: TemplateContext): EngineListener {
  return (event) => {
    const host = element.ownerShadowRoot?.getHostNode();
    const { sjs } = context;
    if (!host || !sjs) return undefined;
    markHandled(event);
    return handler({ ...plainEvent(event), instance: sjs.of(element) }, sjs.of(host));
  };
}

function markHandled(event: ShadowedEvent<unknown>): void {
  const { extraFields } = event as ShadowedEvent<unknown> & { extraFields?: EventExtras };
  if (extraFields) extraFields.handled = true;
}
