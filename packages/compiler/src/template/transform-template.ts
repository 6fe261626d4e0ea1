import type { PlacedFinding } from "../diagnostic/diagnostic.js";
import { say } from "../diagnostic/diagnostic.js";
import type { Edit } from "./edited-text.js";
import { EditedText } from "./edited-text.js";
import type { OpenTag, Span, TemplateAttribute, TemplateToken } from "./scanner.js";
import { transformSjs } from "./transform-sjs.js";

/** A file that a template asks for: `resolve` gives its path, or `undefined` where it does not exist. */
export interface TemplateReference {
  kind: "template" | "sjs";
  specifier: string;
  start: number;
  end: number;
}

export interface TransformedTemplate {
  wxml: EditedText;
  findings: PlacedFinding[];
  /** Template and script files it stands on, as paths. */
  templates: string[];
  scripts: string[];
  /** Every element name with the place of its first use. */
  tags: Map<string, Span>;
  /** Of `templates`, those whose named templates can be used here. */
  imports: string[];
  /** Names that `template` elements give, and names that they use without a binding. */
  defined: Set<string>;
  used: Map<string, Span>;
  /** SJS modules written in the template, with the place of their code. */
  inline: { module: string; start: number; end: number }[];
}

/** Finds the file of a reference. */
export type ReferenceResolver = (reference: TemplateReference) => string | undefined;

const EVENT = /^(capture-bind|capture-catch|mut-bind|bind|catch)([^:].*)$/;
const SOURCE_TAGS: Record<string, "template" | "sjs"> = {
  import: "template",
  include: "template",
  sjs: "sjs",
  wxs: "sjs",
};

/**
 * Rewrites TTML as the WXML that glass-easel's compiler takes, by edits in place: `tt:` to `wx:`, `bindtap` to
 * `bind:tap`, `sjs` to `wxs`, references to paths from the root. `tt:key` is reduced to what it can mean, and the line
 * breaks around the content of `text` are dropped, since `text` shows white space as written.
 */
export function transformTemplate(
  source: string,
  tokens: readonly TemplateToken[],
  resolve: ReferenceResolver,
): TransformedTemplate {
  const transformer = new Transformer(source, resolve);
  for (const [index, token] of tokens.entries()) transformer.token(token, tokens, index);
  return {
    wxml: new EditedText(source, transformer.edits),
    findings: transformer.findings,
    templates: [...transformer.templates],
    scripts: [...transformer.scripts],
    tags: transformer.tags,
    imports: [...transformer.imports],
    defined: transformer.defined,
    used: transformer.used,
    inline: transformer.inline,
  };
}

class Transformer {
  readonly edits: Edit[] = [];
  readonly findings: PlacedFinding[] = [];
  readonly templates = new Set<string>();
  readonly scripts = new Set<string>();
  readonly tags = new Map<string, Span>();
  readonly imports = new Set<string>();
  readonly defined = new Set<string>();
  readonly used = new Map<string, Span>();
  readonly inline: TransformedTemplate["inline"] = [];
  readonly #source: string;
  readonly #resolve: ReferenceResolver;
  /** Names of the elements around the current token. */
  readonly #open: string[] = [];

  constructor(source: string, resolve: ReferenceResolver) {
    this.#source = source;
    this.#resolve = resolve;
  }

  token(token: TemplateToken, tokens: readonly TemplateToken[], index: number): void {
    if (token.kind === "open") this.#openTag(token);
    else if (token.kind === "close") {
      if (token.name === "sjs") this.#replace(token.start + 2, token.nameEnd, "wxs");
      const depth = this.#open.lastIndexOf(token.name);
      if (depth >= 0) this.#open.length = depth;
    } else if (token.kind === "script") this.#script(token, tokens[index - 1]);
    else if (token.kind === "text" && this.#open.at(-1) === "text") this.#trim(token, tokens, index);
  }

  #openTag(tag: OpenTag): void {
    if (!this.tags.has(tag.name)) this.tags.set(tag.name, { start: tag.start + 1, end: tag.nameEnd });
    if (!tag.selfClosing) this.#open.push(tag.name);
    if (tag.name === "sjs") this.#replace(tag.start + 1, tag.nameEnd, "wxs");
    if (tag.name === "template") this.#template(tag);
    const sourceKind = SOURCE_TAGS[tag.name];
    for (const attribute of tag.attributes) {
      if (attribute.name === "src" && sourceKind) this.#reference(attribute, sourceKind, tag);
      else this.#attribute(attribute, tag);
    }
  }

  #template(tag: OpenTag): void {
    const name = tag.attributes.find((it) => it.name === "name")?.value;
    const is = tag.attributes.find((it) => it.name === "is")?.value;
    if (name) this.defined.add(name.text);
    if (is && !is.text.includes("{{") && !this.used.has(is.text)) this.used.set(is.text, is);
  }

  #attribute(attribute: TemplateAttribute, tag: OpenTag): void {
    const { name, start, nameEnd } = attribute;
    const event = EVENT.exec(name)?.[1];
    if (name === "tt:key") this.#key(attribute, tag);
    else if (name === "tt:for-items") this.#replace(start, nameEnd, "wx:for");
    else if (name.startsWith("tt:")) this.#replace(start, start + 2, "wx");
    else if (event !== undefined) this.#replace(start + event.length, start + event.length, ":");
    else if (name.startsWith("class:") || name.startsWith("style:")) {
      const [kind] = name.split(":");
      const message = say(
        `TTML 没有 ${name} 这样的属性，请在 ${kind} 里用 {{ }} 绑定。`,
        `TTML has no attribute ${name}; bind with {{ }} in ${kind}.`,
      );
      this.findings.push({ severity: "error", code: "ttml-attribute", message, start, end: nameEnd });
    }
  }

  /** glass-easel takes the name of a field or `*this`; the platform's own samples write expressions too. */
  #key(attribute: TemplateAttribute, tag: OpenTag): void {
    const value = (name: string) => tag.attributes.find((it) => it.name === name)?.value?.text.trim();
    const repeated = value("tt:for") ?? value("tt:for-items");
    const key = normalKey(
      attribute.value?.text ?? "",
      value("tt:for-item") || "item",
      value("tt:for-index") || "index",
    );
    if (repeated === undefined || key === undefined || !attribute.value) {
      this.#replace(attribute.start, attribute.end, "");
      return;
    }
    this.#replace(attribute.start, attribute.start + 2, "wx");
    if (key !== attribute.value.text) this.#replace(attribute.value.start, attribute.value.end, key);
  }

  #reference(attribute: TemplateAttribute, kind: "template" | "sjs", tag: OpenTag): void {
    const { value } = attribute;
    if (!value || value.text === "") return;
    const reference = { kind, specifier: value.text, start: value.start, end: value.end };
    const path = this.#resolve(reference);
    if (path === undefined) {
      const message = say(
        `<${tag.name}> 引用的文件 ${value.text} 不存在；路径相对于本文件，以 / 开头则相对于小程序根目录。`,
        `The file ${value.text} of this <${tag.name}> does not exist; paths are relative to this file, or to the root with a leading slash.`,
      );
      this.findings.push({ severity: "error", code: "ttml-file-missing", message, start: value.start, end: value.end });
      return;
    }
    (kind === "template" ? this.templates : this.scripts).add(path);
    if (tag.name === "import") this.imports.add(path);
    this.#replace(value.start, value.end, `/${path}`);
  }

  #script({ start, end }: Span, before: TemplateToken | undefined): void {
    const attributes = before?.kind === "open" ? before.attributes : [];
    const module = attributes.find(({ name }) => name === "module")?.value?.text;
    if (module !== undefined) this.inline.push({ module, start, end });
    const result = transformSjs(this.#source.slice(start, end), (specifier, at) => {
      const reference = { kind: "sjs", specifier, start: start + at, end: start + at + specifier.length } as const;
      const path = this.#resolve(reference);
      if (path !== undefined) this.scripts.add(path);
      return path;
    });
    for (const edit of result.edits) this.#replace(start + edit.start, start + edit.end, edit.text);
    for (const finding of result.findings) {
      const place = { start: start + finding.start, end: start + (finding.end ?? finding.start) };
      this.findings.push({ ...finding, ...place });
    }
  }

  /** Drops white space with a line break at the ends of a text in `text`: it is how the source is laid out. */
  #trim(token: { start: number; end: number }, tokens: readonly TemplateToken[], index: number): void {
    const text = this.#source.slice(token.start, token.end);
    const lead = /^\s*\n\s*/.exec(text)?.[0].length ?? 0;
    if (lead > 0) this.#replace(token.start, token.start + lead, "");
    if (lead === text.length) return;
    const isLast = tokens[index + 1]?.kind !== "comment";
    const trail = isLast ? (/\s*\n\s*$/.exec(text)?.[0].length ?? 0) : 0;
    if (trail > 0) this.#replace(token.end - trail, token.end, "");
  }

  #replace(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text });
  }
}

/** @returns The field name or `*this`; `undefined` where the key can mean neither. */
function normalKey(written: string, item: string, index: string): string | undefined {
  const braces = /^\s*\{\{(.*)\}\}\s*$/s.exec(written);
  const key = (braces?.[1] ?? written).trim();
  if (key === index || key === "") return undefined;
  if (key === "*this" || (braces && key === item)) return "*this";
  const field = key.startsWith(`${item}.`) ? key.slice(item.length + 1) : braces ? undefined : key;
  // What is left is a name, or an expression that the platform takes for an odd name.
  return field !== undefined && /^[\p{ID_Continue}$-]+$/u.test(field) ? field : undefined;
}
