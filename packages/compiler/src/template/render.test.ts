import { describe, expect, test } from "vitest";
import type { CompiledBundle } from "../compiled-bundle.js";
import { ProjectCompiler } from "../compiler.js";
import { renderTemplate } from "../testing/render-template.js";
import { evaluateTemplates, loadBundle } from "../testing/run-bundle.js";
import { fixturePath, onePage, temporaryProject } from "../testing/temporary-project.js";

async function compile(ttml: string, more: Record<string, string> = {}) {
  const project = temporaryProject({ ...onePage({ ttml }), ...more });
  const { bundle, diagnostics } = await new ProjectCompiler(project.root).compile();
  if (!bundle) throw new Error(diagnostics.map((it) => it.message).join("\n"));
  return { templates: loadBundle(bundle).templates, diagnostics };
}

const allTemplates = (bundle: CompiledBundle | undefined) =>
  bundle?.templates.script(new Set(bundle.templates.codes.keys())) ?? "";

async function render(ttml: string, data: Record<string, unknown>, more: Record<string, string> = {}) {
  const { templates } = await compile(ttml, more);
  return renderTemplate(templates, "pages/index/index", data, ["tap", "other"]);
}

describe("templates in glass-easel", () => {
  test("render conditions, lists, nested lists and updates", async () => {
    const page = await render(
      `<view tt:if="{{n === 1}}">一</view><view tt:elif="{{n === 2}}">二</view><block tt:else>多</block>
       <view tt:for="{{pages}}" tt:for-index="at" tt:for-item="page" tt:key="{{at +'' + n}}"><text tt:for="{{pages[at]}}" tt:key="{{item.id}}">{{at}}{{item.id}}{{item.name[0]}}</text></view>`,
      {
        n: 1,
        pages: [
          [{ id: "a", name: "xy" }],
          [
            { id: "b", name: "z" },
            { id: "c", name: "" },
          ],
        ],
      },
    );
    expect(page.text()).toBe(
      "<view>一</view><view><text>0ax</text></view><view><text>1bz</text><text>1c</text></view>",
    );
    page.setData({ n: 3, "pages[1]": [{ id: "c", name: "q" }] });
    expect(page.text()).toBe("多<view><text>0ax</text></view><view><text>1cq</text></view>");
  });

  test("give nothing, and no error, for members of what is missing", async () => {
    const page = await render("<view>{{a.b.c}}|{{list[0].id}}|{{no}}</view>", { list: [] });
    expect(page.text()).toBe("<view>||</view>");
  });

  test("know templates of their own, imported ones and included files", async () => {
    const page = await render(
      `<import src="../../t/row"/><include src="/t/head.ttml"/><template name="own">[{{x}}]</template>
       <template is="own" data="{{x: 1}}"/><template is="{{which}}" data="{{...row, at: 2}}"/>`,
      { which: "row", row: { name: "甲" }, title: "头" },
      {
        "t/row.ttml": `<template name="row"><view>{{at}}{{name}}</view></template>`,
        "t/head.ttml": "<view>{{title}}</view>",
      },
    );
    expect(page.text()).toBe("<view>头</view>[1]<view>2甲</view>");
  });

  test("run SJS inline and from files, with its base library and without browser names", async () => {
    const page = await render(
      `<sjs module="own">
         var tools = require("../../u/tools.sjs");
         module.exports = { say: function (a) { return a < 2 ? "<" + tools.twice(a) : ">"; } };
       </sjs><sjs module="t" src="../../u/tools" />
       <view>{{own.say(1)}} {{t.kinds([], "", 1)}} {{t.date}} {{t.match}} {{t.seen}}</view>`,
      {},
      {
        "u/tools.sjs": `var times = require("./times.sjs").times;
          module.exports = {
            twice: function (n) { return times(n, 2); },
            kinds: function (a, b, c) { return a.constructor + b["constructor"] + c.constructor; },
            date: getDate(0).getTime(), match: getRegExp("^a", "i").test("Abc"), seen: typeof document + typeof window };`,
        "u/times.sjs": "exports.times = function (a, b) { return a * b; };",
      },
    );
    expect(page.text()).toBe("<view><2 ArrayStringNumber 0 true undefinedundefined</view>");
  });

  test("render on where an SJS module throws while it loads, and report that", async () => {
    const thrown: unknown[] = [];
    const { bundle } = await new ProjectCompiler(
      temporaryProject({
        ...onePage({ ttml: "<sjs module='bad' src='/bad.sjs'/><view>{{bad.x}}{{n}}</view>" }),
        "bad.sjs": "exports.x = 1; nothing.here();",
      }).root,
    ).compile();
    const templates = evaluateTemplates(allTemplates(bundle), {
      setTimeout(run: () => void) {
        try {
          run();
        } catch (error) {
          thrown.push(error);
        }
      },
    });
    expect(renderTemplate(templates, "pages/index/index", { n: 2 }).text()).toBe("<view>12</view>");
    expect(thrown.map(String)).toEqual(["ReferenceError: nothing is not defined"]);
  });

  test("bind events in every spelling", async () => {
    for (const attribute of ["bindtap", "bind:tap", "catchtap", "catch:tap", "capture-bindtap", "capture-bind:tap"]) {
      const page = await render(`<view ${attribute}="tap"><text>x</text></view>`, {});
      page.fire("text", "tap");
      expect(page.calls, attribute).toEqual(["tap"]);
    }
    const caught = await render(`<view bindtap="other"><text catchtap="tap">x</text></view>`, {});
    caught.fire("text", "tap");
    expect(caught.calls).toEqual(["tap"]);
  });

  test("take both quote styles, quotes in bindings and attributes over several lines", async () => {
    const page = await render(
      `<view
         class="a {{ b ? "x" : 'y' }}"	hidden
       ><text class='{{"t"}}'>{{ '}}' }}</text></view>`,
      { b: true },
    );
    expect(page.text()).toBe('<view class="a x"><text class="t">}}</text></view>');
  });

  test("drop the layout's line breaks around the content of text, and no other space", async () => {
    const page = await render("<text>\n    你好 {{n}}\n  </text><text> a </text><text>\n  a\n  b\n</text>", { n: 1 });
    expect(page.text()).toBe("<text>你好 1</text><text> a </text><text>a\n  b</text>");
  });

  test("ignore comments with markup in them", async () => {
    const page = await render(`<!-- <view tt:if="{{ > --><view>x</view><!---->`, {});
    expect(page.text()).toBe("<view>x</view>");
  });

  test("can be swapped by their script alone", async () => {
    const { bundle } = await new ProjectCompiler(fixturePath("kitchen")).compile();
    const templates = evaluateTemplates(allTemplates(bundle));
    const data = { rows: [{ id: 1, name: "甲" }], open: false, label: "L" };
    const page = renderTemplate(templates, "pages/index/index", data);
    expect(page.text()).toBe(
      '<view class="head">头</view><view class="wrapper off"><text>你好，L</text>' +
        '<view class="row"><text class="name">0:甲</text></view><view>关 4 Array 1<2 undefined</view><image></image></view>',
    );
  });
});
