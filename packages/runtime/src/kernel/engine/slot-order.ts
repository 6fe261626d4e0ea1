import { Component, Element } from "glass-easel";

/** `SlotMode.Multiple` of the engine, a const enum. */
const MULTIPLE = 2;

/**
 * glass-easel 0.12 puts children that it inserts together into the DOM before it knows which slot each is in, so that
 * slots which stand side by side show them in the wrong order. One after the other they come out right. Called once a
 * frame.
 */
export function mendSlotOrder(): void {
  const { insertChildren } = Element.prototype;
  Element.prototype.insertChildren = function (this: Element, children, index) {
    if (children.length < 2 || !hasNamedSlots(this)) {
      insertChildren.call(this, children, index);
      return;
    }
    const start = index < 0 ? this.childNodes.length : index;
    for (const [offset, child] of children.entries()) this.insertChildAt(child, start + offset);
  };
}

/** Whether children of an element go into slots by name: those of a component, also through `block` and loops. */
function hasNamedSlots(element: Element): boolean {
  let parent: Element | null = element;
  while (parent?.isInheritSlots()) parent = parent.parentNode;
  return parent !== null && Component.isComponent(parent) && parent.getShadowRoot()?.getSlotMode() === MULTIPLE;
}
