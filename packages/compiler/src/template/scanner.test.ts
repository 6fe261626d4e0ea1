import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkBalance } from "./check-balance.js";
import { EditedText } from "./edited-text.js";
import { scanTemplate } from "./scanner.js";

function tags(text: string): string[] {
  return scanTemplate(text).tokens.flatMap((token) => {
    if (token.kind === "open") return [`<${token.name}${token.selfClosing ? "/" : ""}>`];
    return token.kind === "close" ? [`</${token.name}>`] : [];
  });
}

function attributes(text: string): [name: string, value: string | undefined][] {
  const token = scanTemplate(text).tokens.find((it) => it.kind === "open");
  return token?.kind === "open" ? token.attributes.map((it) => [it.name, it.value?.text]) : [];
}

describe("the scanner", () => {
  test("finds attributes of every form", () => {
    expect(attributes(`<view a="1" b='2' c=3 d\n\te = "5" f/>`)).toEqual([
      ["a", "1"],
      ["b", "2"],
      ["c", "3"],
      ["d", undefined],
      ["e", "5"],
      ["f", undefined],
    ]);
  });

  test.each([
    [`<view a="x {{ "}}" }} y" b="1"/>`, 'x {{ "}}" }} y'],
    [`<view a="{{ b ? "x" : 'y' }}" b="1"/>`, `{{ b ? "x" : 'y' }}`],
    [`<view a="{{ {b: {c: 1}} }}" b="1"/>`, "{{ {b: {c: 1}} }}"],
    [`<view a='{{{b: {c: "\\""}}}}' b="1"/>`, `{{{b: {c: "\\""}}}}`],
    [`<view a={{x > 1}} b="1"/>`, "{{x > 1}}"],
  ])("finds the end of the value in %s", (text, value) => {
    expect(attributes(text)).toEqual([
      ["a", value],
      ["b", "1"],
    ]);
  });

  test("does not take comparison, text or comments for tags", () => {
    expect(tags(`{{ a < b }} 1 < 2 <3 <!-- <view> --> {{ "</view>" }}<text>a</text>`)).toEqual(["<text>", "</text>"]);
  });

  test("does not look into sjs", () => {
    expect(tags(`<sjs module="m">if (a <b && "<view>") {}</sjs><view/>`)).toEqual(["<sjs>", "</sjs>", "<view/>"]);
  });

  test.each([
    ["<view", "ttml-syntax", 0],
    ['<view a="b>\n</view>', "ttml-syntax", 6],
    ["<view>{{ a </view>", "ttml-expression", 6],
    ["<view>\n<!-- x", "ttml-syntax", 7],
    ["<view>{{ 'a }}</view>", "ttml-expression", 6],
    ["<view <text/>", "ttml-syntax", 0],
    ["<view></view", "ttml-syntax", 6],
  ])("says where %j goes wrong", (text, code, start) => {
    const [finding] = scanTemplate(text).findings;
    expect(finding).toMatchObject({ code, start, severity: "error" });
  });

  const soup = fc.string({
    unit: fc.constantFrom(
      "<",
      ">",
      "/",
      "{{",
      "}}",
      "{",
      "}",
      '"',
      "'",
      "=",
      "view",
      "sjs",
      " ",
      "\n",
      "!--",
      "-->",
      "a",
      "中",
    ),
    maxLength: 40,
  });

  test("covers any text without gaps and never throws", () => {
    fc.assert(
      fc.property(soup, (text) => {
        let at = 0;
        for (const token of scanTemplate(text).tokens) {
          expect(token.start).toBe(at);
          expect(token.end).toBeGreaterThan(token.start);
          at = token.end;
        }
        expect(at).toBe(text.length);
        checkBalance(text, scanTemplate(text).tokens);
      }),
      { numRuns: 2000 },
    );
  });

  test("finds again every element of a written tree", () => {
    const value = fc.constantFrom(
      "x",
      "{{a}}",
      `{{ "}}" }}`,
      "{{ {a: {b: 1}} }}",
      "{{a < b ? 'x' : 'y'}}",
      "中文 1<2",
      "",
    );
    const name = fc.constantFrom("view", "text", "my-comp");
    const { tree } = fc.letrec<{ tree: string; node: string }>((tie) => ({
      tree: fc.array(tie("node"), { maxLength: 3 }).map((nodes) => nodes.join("")),
      node: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom("文字 {{ a }}", "<!-- <view> -->", "\n  "),
        fc.tuple(name, value).map(([tag, text]) => `<${tag} a='${text.replaceAll("'", '"')}' b />`),
        fc.tuple(name, value, tie("tree")).map(([tag, text, inner]) => `<${tag} a="${text}">${inner}</${tag}>`),
      ),
    }));
    fc.assert(
      fc.property(tree, (text) => {
        const { tokens, findings } = scanTemplate(text);
        expect(findings).toEqual([]);
        expect(checkBalance(text, tokens)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("edited text", () => {
  test("maps every offset of what was kept back to where it stood", () => {
    const edits = fc.uniqueArray(fc.tuple(fc.nat(19), fc.nat(3), fc.string({ maxLength: 4 })), {
      selector: ([at]) => at,
    });
    fc.assert(
      fc.property(edits, (drawn) => {
        const original = "abcdefghijklmnopqrst";
        let from = 0;
        const applied = drawn
          .sort(([a], [b]) => a - b)
          .flatMap(([start, length, text]) => {
            if (start < from) return [];
            from = Math.min(start + length, original.length);
            return [{ start, end: from, text: text.toUpperCase().replace(/[a-z]/g, "#") }];
          });
        const edited = new EditedText(original, applied);
        for (const [index, character] of [...edited.text].entries()) {
          if (/[a-z]/.test(character)) expect(original[edited.original(index)]).toBe(character);
        }
      }),
    );
  });
});
