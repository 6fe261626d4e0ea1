import * as glassEasel from "glass-easel";
import type { TemplateGroup } from "../bundle.js";

/** A template that runs in glass-easel without a browser. */
export interface RenderedTemplate {
  /** The tree as text: `<tag>` with its children, text as it is. */
  text(): string;
  setData(data: Record<string, unknown>): void;
  /** Fires an event at the first element with this tag. */
  fire(tag: string, event: string): void;
  /** What was called, with the arguments of handlers left out. */
  calls: string[];
}

/** Renders one template of a record with data, by the very core that the runtime uses. */
export function renderTemplate(
  templates: Record<string, TemplateGroup>,
  path: string,
  data: Record<string, unknown>,
  methods: string[] = [],
): RenderedTemplate {
  const calls: string[] = [];
  const space = new glassEasel.ComponentSpace();
  const template = {
    groupList: templates,
    content: templates[path],
  } as unknown as glassEasel.template.ComponentTemplate;
  const definition = space
    .define(path)
    .template(template)
    .data(() => data)
    .methods(Object.fromEntries(methods.map((name) => [name, () => void calls.push(name)])))
    .registerComponent();
  const context = new glassEasel.EmptyBackendContext();
  const component = glassEasel.Component.createWithContext("root", definition.general(), context);
  glassEasel.Element.pretendAttached(component);
  return {
    text: () => print(component.getShadowRoot() as glassEasel.ShadowRoot),
    setData: (changed) => component.setData(changed as never),
    fire(tag, event) {
      const target = find(component.getShadowRoot() as glassEasel.ShadowRoot, tag);
      if (!target) throw new Error(`no <${tag}> in the tree`);
      target.triggerEvent(event, {}, { bubbles: true, composed: true, capturePhase: true });
    },
    calls,
  };
}

function print(node: glassEasel.Node): string {
  if (glassEasel.TextNode.isTextNode(node)) return node.textContent;
  const element = node as glassEasel.Element;
  const inner = element.childNodes.map(print).join("");
  const tag = tagOf(element);
  return tag === undefined ? inner : `<${tag}${classOf(element)}>${inner}</${tag}>`;
}

function find(node: glassEasel.Element, tag: string): glassEasel.Element | undefined {
  for (const child of node.childNodes) {
    if (glassEasel.TextNode.isTextNode(child)) continue;
    if (tagOf(child) === tag) return child;
    const found = find(child, tag);
    if (found) return found;
  }
  return undefined;
}

function tagOf(element: glassEasel.Element): string | undefined {
  if (glassEasel.NativeNode.isNativeNode(element)) return element.is;
  return glassEasel.Component.isComponent(element) ? element.tagName : undefined;
}

function classOf(element: glassEasel.Element): string {
  return element.class === "" ? "" : ` class="${element.class}"`;
}
