import type { Element as EngineElement } from "glass-easel";

/** The engine's element of a DOM node, or of the nearest node above it that has one. */
export function engineElementOf(node: Node | null): EngineElement | undefined {
  for (let current = node; current; current = current.parentNode) {
    const { __wxElement: element } = current as Node & { __wxElement?: EngineElement };
    if (element) return element;
  }
  return undefined;
}
