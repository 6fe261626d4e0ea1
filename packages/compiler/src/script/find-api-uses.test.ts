import { parse } from "acorn";
import { describe, expect, it } from "vitest";
import { findApiUses } from "./find-api-uses.js";

const uses = (code: string) => {
  const found = findApiUses(parse(code, { ecmaVersion: "latest", sourceType: "script" }));
  return found === "all" ? found : [...found].sort();
};

describe("the members of tt that a script uses", () => {
  it("are those that it names", () => {
    expect(uses(`tt.login({ success() { tt?.request() } }); tt["showToast"]({})`)).toEqual([
      "login",
      "request",
      "showToast",
    ]);
    expect(uses("const { login, request: send } = tt; ({ pay: a.b } = tt)")).toEqual(["login", "pay", "request"]);
    expect(uses("tt.request = wrapped(tt.request)")).toEqual(["request"]);
    expect(uses("tt.a && b; const f = tt.createCanvasContext")).toEqual(["a", "createCanvasContext"]);
  });

  it("are none where something else is called so, or nothing is taken", () => {
    expect(uses("a.tt.login(); const b = { tt: 1 }; class C { tt() {} }")).toEqual([]);
    expect(uses("if (typeof tt !== 'undefined' && !tt) {} tt ? 1 : 2")).toEqual([]);
    expect(uses("// tt\n'tt' + `tt`")).toEqual([]);
  });

  it.each([
    "const api = tt",
    "tt[name]()",
    "const { [name]: f } = tt",
    "const { login, ...rest } = tt",
    "Object.keys(tt)",
    "for (const name in tt) {}",
    "'login' in tt",
    "module.exports = { tt }",
    "const x = tt || wx",
    "return_(() => tt)",
    "eval('tt.login()')",
    "with (tt) { login() }",
    "a[tt]",
    "({ ...tt })",
  ])("are all of them in %s", (code) => {
    expect(uses(code)).toBe("all");
  });
});
