import { type PlacedFinding, say } from "../diagnostic/diagnostic.js";

/** Offsets of a piece of the source; `end` is behind its last character. */
export interface Span {
  start: number;
  end: number;
}

export interface TemplateAttribute extends Span {
  name: string;
  nameEnd: number;
  /** The value without its quotes; absent for a bare attribute such as `hidden`. */
  value?: Span & { text: string; quote: '"' | "'" | "" };
}

export type TemplateToken =
  | (Span & { kind: "text" })
  | (Span & { kind: "comment" })
  /** The content of an `sjs` element, which is not markup. */
  | (Span & { kind: "script" })
  | (Span & {
      kind: "open";
      name: string;
      nameEnd: number;
      attributes: TemplateAttribute[];
      selfClosing: boolean;
    })
  | (Span & { kind: "close"; name: string; nameEnd: number });

export type OpenTag = Extract<TemplateToken, { kind: "open" }>;

const SPACE = /\s/;
const TAG_START = /[A-Za-z_]/;
const SCRIPT_TAGS = ["sjs", "wxs"];

/**
 * Splits a TTML text into tags, text and comments. It knows as much of the language as is needed to find where each
 * piece ends: `{{ }}` may hold both kinds of quotes, braces and `<` or `>`. It goes on behind a mistake and never throws.
 *
 * The tokens cover the whole text in order, without gaps.
 */
export function scanTemplate(text: string): { tokens: TemplateToken[]; findings: PlacedFinding[] } {
  const scanner = new Scanner(text);
  scanner.run();
  return { tokens: scanner.tokens, findings: scanner.findings };
}

class Scanner {
  readonly tokens: TemplateToken[] = [];
  readonly findings: PlacedFinding[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): void {
    while (this.#at < this.#text.length) {
      const text = this.#text;
      const start = this.#at;
      if (text.startsWith("<!--", start)) this.#comment();
      else if (text.startsWith("<!", start)) this.#until(">", "comment");
      else if (text.startsWith("</", start) && TAG_START.test(text[start + 2] ?? "")) this.#closeTag();
      else if (text[start] === "<" && TAG_START.test(text[start + 1] ?? "")) this.#openTag();
      else this.#textRun();
    }
  }

  #comment(): void {
    const start = this.#at;
    const close = this.#text.indexOf("-->", start + 4);
    if (close < 0) {
      this.#error("ttml-syntax", start, start + 4, "注释没有结束，缺少 -->。", "This comment has no closing -->.");
    }
    this.#at = close < 0 ? this.#text.length : close + 3;
    this.tokens.push({ kind: "comment", start, end: this.#at });
  }

  #until(mark: string, kind: "comment"): void {
    const start = this.#at;
    const end = this.#text.indexOf(mark, start);
    this.#at = end < 0 ? this.#text.length : end + mark.length;
    this.tokens.push({ kind, start, end: this.#at });
  }

  #textRun(): void {
    const start = this.#at;
    const stop = /\{\{|<!|<\/?[A-Za-z_]/g;
    for (;;) {
      stop.lastIndex = this.#at === start ? start + (this.#text.startsWith("{{", start) ? 0 : 1) : this.#at;
      const found = stop.exec(this.#text);
      this.#at = found ? found.index : this.#text.length;
      if (found?.[0] !== "{{") break;
      this.#binding(this.#text.length);
    }
    this.tokens.push({ kind: "text", start, end: this.#at });
  }

  /** Moves behind the `}}` that belongs to the `{{` at the current place. */
  #binding(limit: number): void {
    const text = this.#text;
    const start = this.#at;
    let depth = 0;
    for (let at = start + 2; at < limit; at++) {
      const character = text[at];
      if (character === '"' || character === "'") {
        at = this.#stringEnd(at, limit);
      } else if (character === "{") depth++;
      else if (character === "}" && depth > 0) depth--;
      else if (character === "}" && text[at + 1] === "}") {
        this.#at = at + 2;
        return;
      }
    }
    this.#error(
      "ttml-expression",
      start,
      start + 2,
      "{{ 没有对应的 }}；也可能是表达式里的引号或花括号没有配对。",
      "This {{ has no }}; or a quote or brace inside the expression is not paired.",
    );
    // The rest of the line is given up: the next lines may be scanned as if the binding had ended.
    const line = text.indexOf("\n", start);
    this.#at = line < 0 || line > limit ? limit : line;
  }

  /** Offset of the closing quote, or the last offset before the limit where there is none. */
  #stringEnd(quoteAt: number, limit: number): number {
    const quote = this.#text[quoteAt];
    for (let at = quoteAt + 1; at < limit; at++) {
      if (this.#text[at] === "\\") at++;
      else if (this.#text[at] === quote) return at;
    }
    return limit;
  }

  #closeTag(): void {
    const start = this.#at;
    this.#at += 2;
    const name = this.#name();
    const nameEnd = this.#at;
    const end = this.#text.indexOf(">", this.#at);
    const next = this.#text.indexOf("<", this.#at);
    if (end < 0 || (next >= 0 && next < end)) {
      this.#error("ttml-syntax", start, nameEnd, `</${name} 缺少 >。`, `</${name} has no closing >.`);
      this.#at = next < 0 ? this.#text.length : next;
    } else this.#at = end + 1;
    this.tokens.push({ kind: "close", name, start, nameEnd, end: this.#at });
  }

  #openTag(): void {
    const start = this.#at;
    this.#at++;
    const name = this.#name();
    const nameEnd = this.#at;
    const attributes: TemplateAttribute[] = [];
    let selfClosing = false;
    for (;;) {
      this.#skipSpace();
      const character = this.#text[this.#at];
      if (character === ">") {
        this.#at++;
        break;
      }
      if (character === "/" && this.#text[this.#at + 1] === ">") {
        this.#at += 2;
        selfClosing = true;
        break;
      }
      if (character === undefined || character === "<") {
        this.#error(
          "ttml-syntax",
          start,
          nameEnd,
          `标签 <${name} 没有结束，缺少 >。`,
          `The tag <${name} has no closing >.`,
        );
        break;
      }
      attributes.push(this.#attribute());
    }
    this.tokens.push({ kind: "open", name, start, nameEnd, end: this.#at, attributes, selfClosing });
    if (SCRIPT_TAGS.includes(name) && !selfClosing) this.#script(name);
  }

  #script(name: string): void {
    const start = this.#at;
    const end = this.#text.indexOf(`</${name}`, start);
    this.#at = end < 0 ? this.#text.length : end;
    if (this.#at > start) this.tokens.push({ kind: "script", start, end: this.#at });
  }

  #attribute(): TemplateAttribute {
    const start = this.#at;
    // A stray character such as a quote counts as a name of its own, so that the scanner always moves on.
    while (this.#at < this.#text.length && (this.#at === start || !/[\s=/><]/.test(this.#text[this.#at] ?? "")))
      this.#at++;
    const nameEnd = this.#at;
    const name = this.#text.slice(start, nameEnd);
    this.#skipSpace();
    if (this.#text[this.#at] !== "=") {
      this.#at = nameEnd;
      return { name, start, nameEnd, end: nameEnd };
    }
    this.#at++;
    this.#skipSpace();
    const value = this.#value(name, start);
    return { name, start, nameEnd, value, end: this.#at };
  }

  #value(name: string, nameStart: number): NonNullable<TemplateAttribute["value"]> {
    const first = this.#text[this.#at];
    const quote = first === '"' || first === "'" ? first : "";
    const start = quote === "" ? this.#at : this.#at + 1;
    this.#at = start;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? "";
      if (
        quote === ""
          ? SPACE.test(character) || character === ">" || this.#text.startsWith("/>", this.#at)
          : character === quote
      ) {
        break;
      }
      if (this.#text.startsWith("{{", this.#at)) this.#binding(this.#text.length);
      else this.#at++;
    }
    const end = this.#at;
    if (quote !== "") {
      if (this.#at >= this.#text.length) {
        this.#error(
          "ttml-syntax",
          nameStart,
          start,
          `属性 ${name} 的值没有结束的引号 ${quote}。`,
          `The value of attribute ${name} has no closing ${quote}.`,
        );
      } else this.#at++;
    }
    return { start, end, quote, text: this.#text.slice(start, end) };
  }

  #name(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !/[\s/><=]/.test(this.#text[this.#at] ?? "")) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #skipSpace(): void {
    while (SPACE.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #error(code: string, start: number, end: number, chinese: string, english: string): void {
    this.findings.push({ severity: "error", code, message: say(chinese, english), start, end });
  }
}
