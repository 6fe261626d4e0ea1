import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../diagnostic/diagnostic.js";
import { ProjectFiles } from "../files/project-files.js";
import { temporaryProject } from "../testing/temporary-project.js";
import { rpxToViewport } from "./rpx.js";
import { safeAreaToProperty } from "./safe-area.js";
import { type StyleScope, scopeSelectors } from "./scope-selectors.js";
import { StyleCompiler } from "./style-compiler.js";

function compile(files: Record<string, string>, scope: StyleScope = { kind: "app" }, entry = "a.ttss") {
  const diagnostics: Diagnostic[] = [];
  const compiler = new StyleCompiler();
  const css = compiler.compile(new ProjectFiles(temporaryProject(files).root), entry, scope, (it) =>
    diagnostics.push(it),
  );
  return {
    css: css.replace(/\s+/g, " ").trim(),
    found: diagnostics.map((it) => `${it.code} ${it.file}:${it.line}:${it.column}`),
  };
}

describe("safe areas", () => {
  test.each([
    ["env(safe-area-inset-bottom)", "var(--safe-area-inset-bottom, 0px)"],
    ["calc(10px + env( safe-area-inset-top , 20px))", "calc(10px + var(--safe-area-inset-top, 20px))"],
    ["env(titlebar-area-x, 1px) env(safe-area-inset-lefty)", "env(titlebar-area-x, 1px) env(safe-area-inset-lefty)"],
  ])("%s becomes %s", (value, expected) => {
    expect(safeAreaToProperty(value)).toBe(expected);
  });
});

describe("rpx", () => {
  test.each([
    ["750rpx", "100vw"],
    ["calc(50% - 24rpx)", "calc(50% - 3.2vw)"],
    ["-7.5rpx .75RPX +1rpx", "-1vw 0.1vw 0.13333vw"],
    ["0 7.5rpx/15rpx", "0 1vw/2vw"],
    ["3prpx", "3prpx"],
    ["3rpxx a3rpx --x-3rpx", "3rpxx a3rpx --x-3rpx"],
    ['url(a-10rpx.png) "10rpx" 7.5rpx', 'url(a-10rpx.png) "10rpx" 1vw'],
    ["rgba(1,2,3,.5) 7.5rpx", "rgba(1,2,3,.5) 1vw"],
  ])("%s becomes %s", (value, expected) => {
    expect(rpxToViewport(value)).toBe(expected);
  });
});

describe("the scope of selectors", () => {
  const is = ':where([is="p/a"])';
  test.each([
    [".a", `${is} .a`],
    [".a text, .b > view", `${is} .a tt-text, ${is} .b > tt-view`],
    ["page", `tt-page${is}`],
    ["page .a", `tt-page${is} .a`],
    ["*", `${is} *`],
    ["#id.x:not(button)::before", `${is} #id.x:not(tt-button)::before`],
    [":root", ":root"],
    ["my-comp", `${is} my-comp`],
    [".view .text-x", `${is} .view .text-x`],
  ])("of a page: %s becomes %s", (selector, expected) => {
    expect(scopeSelectors(selector, { kind: "page", route: "p/a" })).toBe(expected);
  });

  const host = '[wx-host="c"]';
  test.each([
    [".a", ".c--a"],
    ["view.a > .b:not(.c)", "tt-view.c--a > .c--b:not(.c--c)"],
    [":host", host],
    [":host(.big) .a", `${host}:is(.big) .c--a`],
    ["text", `:where(${host}) tt-text`],
    ["#id", `:where(${host}) #id`],
  ])("of a component: %s becomes %s", (selector, expected) => {
    expect(scopeSelectors(selector, { kind: "component", name: "c" })).toBe(expected);
  });

  test("of the app: only the tags change", () => {
    expect(scopeSelectors("page, .a button", { kind: "app" })).toBe("tt-page, .a tt-button");
  });
});

describe("sheets", () => {
  test("take in what they import, relative, from the root, with a condition and without suffix", () => {
    const { css, found } = compile(
      {
        "p/a.ttss": '@import "./b.ttss"; @import url("/c/d.css"); @import "/e" screen; .a{}',
        "p/b.ttss": ".b{width:7.5rpx}",
        "c/d.css": ".d{background:url(x.png)}",
        "e.ttss": ".e{}",
      },
      { kind: "page", route: "p/a" },
      "p/a.ttss",
    );
    const is = ':where([is="p/a"])';
    expect(css).toBe(`${is} .b{width:1vw} ${is} .d{background:url("c/x.png")} @media screen{${is} .e{}} ${is} .a{}`);
    expect(found).toEqual([]);
  });

  test("say which import is missing, circular or broken", () => {
    const files = {
      "a.ttss": ".x{}\n@import './no.ttss';\n@import './b.ttss';",
      "b.ttss": "@import 'a.ttss';\n@import 'c.ttss';",
      "c.ttss": "\n.a { color: red;\n",
    };
    const { css, found } = compile(files);
    expect(found).toEqual([
      "ttss-import-missing a.ttss:2:1",
      "ttss-import-circular b.ttss:1:1",
      "ttss-syntax c.ttss:2:1",
    ]);
    expect(css).toBe(".x{}");
  });

  test("leave foreign addresses and rewrite those of the project", () => {
    const url = (target: string) => compile({ "p/a.ttss": `.a{b:url(${target})}` }, { kind: "app" }, "p/a.ttss").css;
    expect(url("'../i/x.png'")).toBe('.a{b:url("i/x.png")}');
    expect(url("/i/x.png?a#b")).toBe('.a{b:url("i/x.png?a#b")}');
    for (const kept of [
      "data:image/png;base64,AA==",
      "https://a/b.png",
      "//a/b.png",
      "#id",
      "\"data:image/svg+xml,<a href='/x'>\"",
    ]) {
      expect(url(kept)).toBe(`.a{b:url(${kept})}`);
    }
  });

  test("give keyframes a name of their own, and keep the written one for inline styles", () => {
    const files = {
      "a.ttss": "@keyframes in{from{left:7.5rpx}} .a{animation:in 1s ease-in} .b{animation-name:other,in}",
    };
    const one = compile(files, { kind: "page", route: "p/a" }).css;
    const name = /in--\w+/.exec(one)?.[0];
    expect(one).toContain(`@keyframes in{from{left:1vw}}@keyframes ${name}{from{left:1vw}}`);
    expect(one).toContain(`animation:${name} 1s ease-in`);
    expect(one).toContain(`animation-name:other,${name}`);
    expect(compile(files, { kind: "page", route: "p/b" }).css).not.toContain(name);
  });

  test("keep conditions, nesting, custom properties and nonsense values", () => {
    const css =
      ".a{--x:1;height:3prpx;&:hover{color:red}@media (min-width:1px){color:blue}}@supports (a:b){.c{}}@font-face{src:url(f.woff)}";
    expect(compile({ "a.ttss": css }, { kind: "page", route: "r" }).css).toBe(
      ':where([is="r"]) .a{--x:1;height:3prpx;&:hover{color:red}@media (min-width:1px){color:blue}}@supports (a:b){:where([is="r"]) .c{}}@font-face{src:url("f.woff")}',
    );
  });

  test("are not compiled again unless something they are made of changed", () => {
    const project = temporaryProject({ "a.ttss": "@import 'b.ttss';.a{}", "b.ttss": ".b{}" });
    const files = new ProjectFiles(project.root);
    const compiler = new StyleCompiler();
    const run = () => compiler.compile(files, "a.ttss", { kind: "app" }, (it) => expect(it).toBeUndefined());
    expect(run()).toBe(".b{}.a{}");
    project.write({ "b.ttss": ".c{}" });
    files.begin([]);
    expect(run()).toBe(".b{}.a{}");
    files.begin(["b.ttss"]);
    expect(run()).toBe(".c{}.a{}");
  });
});
