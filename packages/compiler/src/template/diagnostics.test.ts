import { describe, expect, test } from "vitest";
import { ProjectCompiler } from "../compiler.js";
import { onePage, temporaryProject } from "../testing/temporary-project.js";

async function diagnose(ttml: string, more: Record<string, string> = {}) {
  const project = temporaryProject({ ...onePage({ ttml }), ...more });
  const { bundle, diagnostics } = await new ProjectCompiler(project.root).compile();
  expect(bundle === undefined).toBe(diagnostics.some((it) => it.severity === "error"));
  return diagnostics.map(
    (it) => `${it.severity} ${it.code} ${it.file.replace("pages/index/", "")}:${it.line}:${it.column}`,
  );
}

describe("diagnostics of templates", () => {
  test.each([
    ["<view>\n  <text>\n</view>", "error ttml-unclosed index.ttml:2:3"],
    ["<view>\n</view>\n</view>", "error ttml-close index.ttml:3:1"],
    ["<view>\n  <view class='a>\n</view>", "error ttml-syntax index.ttml:2:9"],
    ["<view>中文{{ a?.b }}</view>", "error ttml-syntax index.ttml:1:13"],
    ["<view bindtap='x' data-a='1' catchtap=\"{{ `a` }}\"/>", "error ttml-syntax index.ttml:1:43"],
    ["<sjs module='m'>\nvar a = ;\n</sjs>", "error sjs-syntax index.ttml:2:9"],
    ["<sjs module='m'>\nrequire('./no.sjs')\n</sjs>", "error sjs-missing index.ttml:2:9"],
    ["<sjs>exports.a = 1</sjs>", "error ttml-syntax index.ttml:1:2"],
    ["<import src='./no.ttml'/>", "error ttml-file-missing index.ttml:1:14"],
    ["<include src='/no'/>", "error ttml-file-missing index.ttml:1:15"],
    ["<view class:a='{{b}}'/>", "error ttml-attribute index.ttml:1:7"],
    ["<view tt:if='{{a}}'/>x\n<view tt:else/>", "warning ttml-else index.ttml:2:7"],
    ["<view tt:unknown='1'/>", "warning ttml-suspicious index.ttml:1:7"],
    ["<slot>\n<view/></slot>", "warning ttml-suspicious index.ttml:2:1"],
    ["<template name='a'/><template is='b'/>", "warning template-unknown index.ttml:1:35"],
    ["<view>\n <my-card/></view>", "warning component-unknown index.ttml:2:3"],
  ])("of %j", async (ttml, expected) => {
    expect(await diagnose(ttml)).toEqual([expected]);
  });

  test("keep their place behind edits that change the length of lines", async () => {
    const line = "  <view bindtap='a' catchtap='b' tt:key='{{x}}'>{{ ` }}</view>";
    const expected = `error ttml-syntax index.ttml:3:${line.indexOf("`") + 1}`;
    expect(await diagnose(`<text>\n\n${line}\n</text>`)).toEqual([expected]);
  });

  test("come from files that are only imported, and name those", async () => {
    const imported = { "t/row.ttml": "<template name='row'>\n<view></template>" };
    expect(await diagnose("<import src='/t/row.ttml'/>", imported)).toEqual(["error ttml-unclosed t/row.ttml:2:1"]);
  });

  test("do not complain of templates that are imported, or named by a binding", async () => {
    const files = { "t.ttml": "<import src='u.ttml'/><template name='a'/>", "u.ttml": "<template name='b'/>" };
    const used = "<template is='a'/><template is='{{c}}'/>";
    expect(await diagnose(`<import src='/t.ttml'/>${used}`, files)).toEqual([]);
    // What an imported file imports is its own.
    expect(await diagnose("<import src='/t.ttml'/><template is='b'/>", files)).toEqual([
      "warning template-unknown index.ttml:1:38",
    ]);
  });

  test("do not complain of keys on elements that are not repeated, or with bindings", async () => {
    expect(await diagnose("<view tt:key='{{a}}'/><view tt:for='{{b}}' tt:key='{{a + 1}}'/>")).toEqual([]);
  });

  test("show the lines around the place, marked", async () => {
    const project = temporaryProject(onePage({ ttml: "<view>\n\t<text>中文</txt>\n</view>" }));
    const { diagnostics } = await new ProjectCompiler(project.root).compile();
    expect(diagnostics.find((it) => it.code === "ttml-close")?.frame).toBe(
      ["  1 | <view>", "> 2 |  <text>中文</txt>", "    |            ^^^^^^", "  3 | </view>"].join("\n"),
    );
  });
});
