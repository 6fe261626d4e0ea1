import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { type Diagnostic, diagnosticAt, type Finding, type SourceText, say } from "../diagnostic/diagnostic.js";

export type JsonObject = Record<string, unknown>;

/** A JSON file with the places of its values, so that a wrong value can be pointed at. */
export class JsonDocument {
  readonly value: JsonObject;
  readonly #source: SourceText;
  readonly #root: Node | undefined;

  constructor(source: SourceText, root: Node | undefined) {
    this.#source = source;
    this.#root = root;
    const value = root && nodeValue(root);
    this.value = isObject(value) ? value : {};
  }

  /** Points a finding at the value under the keys, or at the nearest parent that exists. */
  at(keys: readonly (string | number)[], finding: Finding): Diagnostic {
    let node = this.#root;
    for (const key of keys) {
      const next = node && child(node, key);
      if (!next) break;
      node = next;
    }
    const start = node?.offset ?? 0;
    return diagnosticAt(this.#source, finding, start, start + (node?.length ?? 0));
  }
}

const WHY: Partial<Record<string, [chinese: string, english: string]>> = {
  InvalidSymbol: [
    "这里不是 JSON 的写法，键和字符串都要用双引号",
    "this is not JSON: keys and strings need double quotes",
  ],
  InvalidNumberFormat: ["数字的写法不对", "this is not a JSON number"],
  PropertyNameExpected: [
    "这里应当是双引号括起来的键；最后一项后面不能有逗号",
    "a key in double quotes was expected; there may be no comma after the last item",
  ],
  ValueExpected: [
    "这里缺少一个值；最后一项后面不能有逗号",
    "a value was expected; there may be no comma after the last item",
  ],
  ColonExpected: ["键的后面缺少冒号", "a colon was expected after the key"],
  CommaExpected: ["与前一项之间缺少逗号", "a comma was expected between two items"],
  CloseBraceExpected: ["缺少右花括号", "a closing brace was expected"],
  CloseBracketExpected: ["缺少右方括号", "a closing bracket was expected"],
  EndOfFileExpected: ["JSON 已经结束，后面不能再有内容", "nothing may follow the JSON value"],
  InvalidCommentToken: ["JSON 里不能写注释", "JSON allows no comments"],
  UnexpectedEndOfString: ["字符串没有结束的引号", "the string has no closing quote"],
  UnexpectedEndOfNumber: ["数字不完整", "the number is incomplete"],
  UnexpectedEndOfComment: ["JSON 里不能写注释", "JSON allows no comments"],
  InvalidUnicode: ["反斜杠 u 后面应当是四位十六进制数", "four hexadecimal digits were expected after \\u"],
  InvalidEscapeCharacter: ["反斜杠后面的字符不对", "this is not a JSON escape"],
  InvalidCharacter: ["字符串里有未转义的控制字符", "control characters in strings must be escaped"],
};

/**
 * Parses a JSON file strictly.
 *
 * @param report Takes the first syntax error, and a complaint where the file does not hold an object.
 * @returns The document; an empty one after a syntax error.
 */
export function parseJson(source: SourceText, report: (diagnostic: Diagnostic) => void): JsonDocument {
  // Empty files are made by editors and by the platform's own wizard, and mean "nothing configured".
  if (source.text.trim() === "") return new JsonDocument(source, undefined);
  const errors: ParseError[] = [];
  const root = parseTree(source.text, errors, { disallowComments: true, allowTrailingComma: false });
  const error = errors[0];
  if (error) {
    const name = printParseErrorCode(error.error);
    const [chinese, english] = WHY[name] ?? [name, name];
    const message = say(`JSON 语法错误：${chinese}。`, `JSON syntax error: ${english}.`);
    report(
      diagnosticAt(
        source,
        { severity: "error", code: "json-syntax", message },
        error.offset,
        error.offset + error.length,
      ),
    );
    return new JsonDocument(source, undefined);
  }
  if (root && root.type !== "object") {
    const message = say("这个文件的内容应当是一个对象，即 {…}。", `This file must hold an object, not ${root.type}.`);
    report(diagnosticAt(source, { severity: "error", code: "json-shape", message }, root.offset));
  }
  return new JsonDocument(source, root);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function child(node: Node, key: string | number): Node | undefined {
  if (node.type === "array" && typeof key === "number") return node.children?.[key];
  // The last of two equal keys wins, as in JSON.parse.
  return node.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1];
}

function nodeValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(nodeValue);
  if (node.type !== "object") return node.value;
  const value: JsonObject = {};
  for (const property of node.children ?? []) {
    const [key, content] = property.children ?? [];
    // Defined and not assigned: the key may be `__proto__`.
    if (key && content)
      Object.defineProperty(value, String(key.value), {
        value: nodeValue(content),
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return value;
}
