import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

/** Updates to make; more by command: `LIANMAI_UPDATES=20000`. The seed is fixed, so that a failure can be repeated. */
const UPDATES = Number(process.env.LIANMAI_UPDATES ?? 2000);
const SEED = Number(process.env.LIANMAI_SEED ?? 20260101);

// Everything that decides about nodes: conditions, lists in lists with keys, templates, slots, components, attributes.
const template = `
<template name="badge"><text class="badge {{on ? 'on' : ''}}">{{label}}/{{n}}</text></template>
<view id="root" class="a {{flag && 'flagged'}}" hidden="{{hide}}" style="width:{{n}}rpx" data-x="{{obj}}">
  <view tt:if="{{n > 6}}">many {{n}}</view><view tt:elif="{{n > 3}}">some {{obj.a.b}}</view><view tt:else>few</view>
  <block tt:for="{{list}}" tt:key="id" tt:for-index="i" tt:for-item="row">
    <view class="row" data-id="{{row.id}}"><text>{{i}}:{{row.name}}</text>
      <text tt:for="{{row.tags}}" tt:key="*this">{{item}}@{{index}},{{row.id}}</text>
      <template is="badge" data="{{ {label: row.name, n: i, on: row.id % 2} }}"/>
      <box title="{{row.name}}" size="{{row.tags.length}}" tt:if="{{row.id !== n}}"><view slot="">{{row.name}} in {{list.length}}</view></box>
    </view>
  </block>
  <view tt:for="{{obj}}" tt:key="index">{{index}}={{item.b}}</view>
  <view tt:for="{{plain}}">{{index}}-{{item}}</view>
  <include src="./part.ttml"/>
  <box title="{{obj.a.b}}" size="{{n}}">{{flag}}</box>
</view>`;

const script = `
let seed = ${SEED}
// A linear congruential generator: every run makes the same updates.
const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor((seed / 2147483648) * n) }
const pick = (values) => values[random(values.length)]
const word = () => pick(["ann", "bob", "", "cy", "dee", 0, null, undefined, true])
const tags = () => [...new Set(Array.from({ length: random(4) }, () => pick(["x", "y", "z", "w"])))]
const row = () => ({ id: nextId++, name: word(), tags: tags() })
let nextId = 1
const shuffle = (list) => { const copy = [...list]; for (let i = copy.length - 1; i > 0; i--) { const j = random(i + 1); [copy[i], copy[j]] = [copy[j], copy[i]] } return copy }
const updates = [
  (d) => ({ n: random(10) }), (d) => ({ flag: pick([true, false, undefined, "yes"]) }), (d) => ({ hide: pick([true, false, undefined]) }),
  (d) => ({ list: [...d.list, row()] }), (d) => ({ list: d.list.slice(random(3)) }), (d) => ({ list: shuffle(d.list) }), (d) => ({ list: [row(), ...d.list].slice(0, 12) }),
  (d) => ({ list: d.list.filter(() => random(4)) }), (d) => d.list.length ? { ["list[" + random(d.list.length) + "].name"]: word() } : {},
  (d) => d.list.length ? { ["list[" + random(d.list.length) + "].tags"]: tags() } : {}, (d) => ({ ["list[" + d.list.length + "]"]: row() }),
  (d) => d.list.length ? { ["list[" + random(d.list.length) + "]"]: row() } : {}, (d) => ({ "obj.a.b": word() }), (d) => ({ obj: { a: { b: word() }, c: { b: word() } } }),
  (d) => ({ ["obj." + pick(["a", "c", "e"])]: { b: word() } }), (d) => ({ plain: Array.from({ length: random(5) }, word) }), (d) => ({ n: random(10), flag: random(2) === 1, "obj.a.b": word() }),
]
const first = () => ({ n: 1, flag: true, hide: false, list: [], obj: { a: { b: 1 } }, plain: [] })
Page({
  data: first(),
  compare() {
    const { data } = this
    const update = pick(updates)(data)
    this.setData(update)
    return update
  },
})`;

it(`draws the same after ${UPDATES} random updates as when drawn at once`, async () => {
  const app = await lab.open({
    "app.js": `App({}); Function("return window")().pages = getCurrentPages`,
    "pages/index/index.json": JSON.stringify({ usingComponents: { box: "../../box/box" } }),
    "pages/index/index.ttml": `<import src="./badge.ttml"/>${template}<view id="fresh"><fresh tt:if="{{drawn}}" d="{{drawn}}"/></view>`,
    "pages/index/badge.ttml": "<template name='unused'>u</template>",
    "pages/index/part.ttml": `<view class="part">{{list[0].name}}{{list.length}}<text tt:if="{{flag}}">!</text></view>`,
    "pages/index/index.js": script,
    "box/box.json": JSON.stringify({ component: true }),
    "box/box.ttml": `<view class="box {{size > 2 ? 'big' : 'small'}}"><text>{{title}}{{twice}}</text><slot/></view>`,
    "box/box.js": `Component({ properties: { title: null, size: Number }, data: { twice: 0 }, observers: { size(s) { this.setData({ twice: s * 2 }) } } })`,
    "app.json": JSON.stringify({ pages: ["pages/index/index"], usingComponents: { fresh: "fresh/fresh" } }),
    "fresh/fresh.json": JSON.stringify({
      component: true,
      usingComponents: { box: "../box/box" },
      styleIsolation: "shared",
    }),
    "fresh/part.ttml": `<view class="part">{{list[0].name}}{{list.length}}<text tt:if="{{flag}}">!</text></view>`,
    "fresh/fresh.ttml": template,
    // Its properties are those of the page, given before the first drawing.
    "fresh/fresh.js": `Component({ options: { propertyEarlyInit: true }, properties: { d: null }, data: {}, observers: { d(d) { this.setData(d) } } })`,
  });
  await app.frame.waitForSelector("#root", { state: "attached" });
  const differences = await app.frame.evaluate(
    ([count]) => {
      interface TestPage {
        data: Record<string, unknown>;
        compare(): unknown;
        setData(data: object): void;
      }
      const [page] = (window as unknown as { pages(): TestPage[] }).pages();
      if (!page) throw new Error("no page");
      // What people and style sheets see of a tree.
      const dump = (node: Node): string => {
        if (node instanceof Text) return node.data;
        if (!(node instanceof Element)) return "";
        const attributes = [...node.attributes]
          .filter(({ name }) => name !== "is" && !name.startsWith("wx-"))
          .map(({ name, value }) => `${name}=${value}`)
          .sort();
        return `<${node.tagName} ${attributes.join(" ")}>${[...node.childNodes].map(dump).join("")}</>`;
      };
      const found: string[] = [];
      for (let index = 0; index < (count ?? 0) && found.length === 0; index++) {
        const update = page.compare();
        const { drawn: _before, ...data } = page.data;
        page.setData({
          drawn: JSON.parse(JSON.stringify(data, (_key, value) => (value === undefined ? null : value))),
        });
        const [kept, fresh] = [...document.querySelectorAll("#root")].map(dump);
        page.setData({ drawn: null });
        if (kept !== fresh) found.push(`${index}: ${JSON.stringify(update)}\n${kept}\n${fresh}`);
      }
      return found;
    },
    [UPDATES],
  );
  expect(differences).toEqual([]);
  await until("the page is still there", () => app.frame.locator("#root").count());
  await app.close();
}, 300_000);
