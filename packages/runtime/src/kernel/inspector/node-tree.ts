import {
  Component as EngineComponent,
  Element as EngineElement,
  type Element as EngineElementType,
  NativeNode,
  TextNode,
  type TextNode as TextNodeType,
} from "glass-easel";
import type { InspectedNode } from "../../inspection.js";

type EngineNode = EngineElementType | TextNodeType;

/** Attributes of built-in components by which one is told from another. */
const TELLING = ["userId", "mode", "src", "name", "type", "url", "value"];
const ATTRIBUTE_LIMIT = 80;

/** Names the nodes of pages by numbers, and finds them again by number or by where they are drawn. */
export class NodeTree {
  readonly #ids = new WeakMap<EngineNode, number>();
  /** What the last walk met; the rest is gone. */
  #nodes = new Map<number, EngineNode>();
  #drawn = new Map<unknown, number>();
  #lastId = 0;

  /** Walks through pages as they are now. */
  read(pages: readonly { route: string; component: EngineElementType | undefined }[]): InspectedNode[] {
    this.#nodes = new Map();
    this.#drawn = new Map();
    return pages.map(({ route, component }) => {
      if (!component) return { id: ++this.#lastId, kind: "page", tag: route, attributes: [], children: [] };
      const [page] = this.#visit(component);
      // A page is what its component is made of.
      return { ...(page as InspectedNode), kind: "page", tag: route, attributes: [] };
    });
  }

  find(id: number): EngineElementType | undefined {
    const node = this.#nodes.get(id);
    return node && EngineElement.isElement(node) ? node : undefined;
  }

  /** The node that an element of the document was drawn for, or stands in. */
  findDrawn(target: Element | null): number | undefined {
    for (let element = target; element; element = element.parentElement) {
      const id = this.#drawn.get(element);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  /** Nodes that only structure the template, such as those of `tt:if` and `slot`, give way to what is in them. */
  #visit(node: EngineNode): InspectedNode[] {
    if (TextNode.isTextNode(node)) {
      const text = node.textContent.trim();
      return text === "" ? [] : [{ ...this.#describe(node, "text", ""), text: cut(text, 400) }];
    }
    const children = () => this.#childrenOf(node);
    if (EngineComponent.isComponent(node)) {
      const builtin = /^lianmai-builtin\/(.+)$/.exec(node.is)?.[1];
      const described = this.#describe(node, builtin ? "element" : "component", builtin ?? node.tagName);
      return [{ ...described, children: children() }];
    }
    if (NativeNode.isNativeNode(node)) {
      return [{ ...this.#describe(node, "element", node.is.replace(/^tt-/, "")), children: children() }];
    }
    return children();
  }

  #childrenOf(element: EngineElementType): InspectedNode[] {
    const isExternal = EngineComponent.isComponent(element) && element.isExternal();
    const nodes = isExternal ? element.childNodes : element.getComposedChildren();
    return nodes.flatMap((child) => this.#visit(child));
  }

  #describe(node: EngineNode, kind: InspectedNode["kind"], tag: string): InspectedNode {
    const id = this.#ids.get(node) ?? ++this.#lastId;
    this.#ids.set(node, id);
    this.#nodes.set(id, node);
    const drawn = node.$$;
    // Two nodes share an element where a component has none of its own: the outer one has been met first.
    if (drawn && !this.#drawn.has(drawn)) this.#drawn.set(drawn, id);
    return { id, kind, tag, attributes: EngineElement.isElement(node) ? attributesOf(node) : [], children: [] };
  }
}

function attributesOf(element: EngineElementType): [string, string][] {
  const attributes: [string, string][] = [];
  if (element.id) attributes.push(["id", element.id]);
  if (element.class) attributes.push(["class", element.class]);
  if (!EngineComponent.isComponent(element) || !element.isExternal()) return attributes;
  const values = element.data as Record<string, unknown>;
  for (const name of TELLING) {
    const value = values[name];
    if (typeof value !== "string" || value === "") continue;
    attributes.push([name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), cut(value, ATTRIBUTE_LIMIT)]);
  }
  return attributes;
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
