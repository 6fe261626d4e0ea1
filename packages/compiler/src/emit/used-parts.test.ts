import { expect, test } from "vitest";
import type { CompiledBundle } from "../compiled-bundle.js";
import { ProjectCompiler } from "../compiler.js";
import { loadBundle } from "../testing/run-bundle.js";
import { onePage, temporaryProject } from "../testing/temporary-project.js";

async function usesOf(js: string, ttml: string, more: Record<string, string> = {}) {
  const project = temporaryProject({ ...onePage({ js, ttml }), ...more });
  const { bundle, diagnostics } = await new ProjectCompiler(project.root).compile();
  expect(diagnostics).toEqual([]);
  expect(loadBundle(bundle as CompiledBundle).uses).toEqual(bundle?.uses);
  return bundle?.uses;
}

test("a bundle says which parts of the runtime its scripts and templates use", async () => {
  const uses = await usesOf(
    "require('./more'); Page({ onLoad() { tt.login({}) } })",
    `<import src="./row.ttml" /><view><image src="a.png" /><template is="row" /></view>`,
    {
      "pages/index/more.js": "tt.request({}); exports.find = (page) => page.createSelectorQuery()",
      "pages/index/row.ttml": `<template name="row"><slider /></template>`,
    },
  );
  expect(uses).toEqual({ api: ["login", "request"], tags: ["image", "slider", "view"], sjs: false, queries: true });
});

test("a bundle that does not tell uses all of them", async () => {
  const sjs = `<sjs module="m">module.exports = {}</sjs><view />`;
  expect(await usesOf("const api = tt; Page({})", sjs)).toEqual({
    api: "all",
    tags: ["view"],
    sjs: true,
    queries: false,
  });
  const component = {
    "c.json": `{ "component": true, "componentGenerics": { "item": true } }`,
    "c.js": "Component({})",
    "c.ttml": "<item />",
    "pages/index/index.json": `{ "usingComponents": { "c": "/c" } }`,
  };
  expect((await usesOf("Page({})", `<c generic:item="slider" />`, component))?.tags).toBe("all");
});
