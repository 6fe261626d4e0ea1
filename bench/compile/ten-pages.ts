import type { Files } from "../../e2e/corpus/library.js";

const SECTIONS = 12;
const RULES = 25;

/** An ordinary project: ten pages with lists, forms and conditions, three shared components, a few common modules. */
export function tenPages(): Files {
  const names = Array.from({ length: 10 }, (_, index) => `page-${index}`);
  const files: Files = {
    "project.config.json": JSON.stringify({ appid: "tt0000000000000000", projectname: "ten-pages" }),
    "app.json": JSON.stringify({
      pages: names.map((name) => `pages/${name}/index`),
      window: { navigationBarTitleText: "ten pages" },
      usingComponents: { "user-card": "/components/user-card/index" },
    }),
    "app.js": `const { now } = require("./common/time");\nApp({ started: now(), onLaunch() { console.log("launched") } });`,
    "app.ttss": sheet("app"),
    "common/time.js":
      "export const now = () => Date.now();\nexport const day = (time) => new Date(time).toDateString();",
    "common/api.ts": apiModule(),
    "common/format.sjs":
      "function price(value) { return '¥' + (value / 100).toFixed(2) }\nmodule.exports = { price: price }",
  };
  for (const name of ["user-card", "price-tag", "empty-state"]) Object.assign(files, component(name));
  for (const [index, name] of names.entries()) Object.assign(files, page(name, index));
  return files;
}

function component(name: string): Files {
  const base = `components/${name}/index`;
  return {
    [`${base}.json`]: JSON.stringify({ component: true }),
    [`${base}.js`]: `Component({
  properties: { user: Object, size: { type: Number, value: 40 } },
  methods: { onTap() { this.triggerEvent("select", { id: this.data.user.id }) } },
});`,
    [`${base}.ttml`]: `<view class="card" style="height: {{size}}px" bindtap="onTap"><image src="{{user.avatar}}" /><text>{{user.name}}</text><slot /></view>`,
    [`${base}.ttss`]: sheet("card"),
  };
}

function page(name: string, index: number): Files {
  const base = `pages/${name}/index`;
  const sections = Array.from({ length: SECTIONS }, (_, section) => {
    return `  <view class="section section-${section}" tt:if="{{visible && step >= ${section}}}">
    <text class="title">{{title}} ${section}</text>
    <view class="row {{item.selected ? 'row--on' : ''}}" tt:for="{{lists[${section}]}}" tt:key="id" data-id="{{item.id}}" bindtap="onRow">
      <user-card user="{{item.user}}" bind:select="onSelect"><price-tag price="{{format.price(item.price)}}" /></user-card>
      <input value="{{item.note}}" placeholder="note" bindinput="onNote" />
    </view>
    <empty-state tt:elif="{{lists[${section}].length === 0}}" />
  </view>`;
  });
  return {
    [`${base}.json`]: JSON.stringify({
      navigationBarTitleText: name,
      usingComponents: { "price-tag": "/components/price-tag/index", "empty-state": "/components/empty-state/index" },
    }),
    [`${base}.ttml`]: `<sjs src="../../common/format.sjs" module="format" />\n<view class="page">\n${sections.join("\n").replaceAll(" tt:elif=", " tt:if=")}\n</view>`,
    [`${base}.ttss`]: sheet(`page-${index}`),
    [`${base}.ts`]: `import { load, type Item } from "../../common/api";
import { day } from "../../common/time";

Page({
  data: { title: ${JSON.stringify(name)}, visible: true, step: 0, lists: [] as Item[][] },
  async onLoad(options: Record<string, string>) {
    this.setData({ lists: await load(options.kind ?? "all"), title: day(Date.now()) });
  },
${Array.from({ length: SECTIONS }, (_, method) => `  step${method}(): void {\n    this.setData({ step: ${method}, visible: this.data.step !== ${method} });\n  },`).join("\n")}
  onRow(event: { currentTarget: { dataset: { id: number } } }) {
    tt.navigateTo({ url: \`../page-${(index + 1) % 10}/index?id=\${event.currentTarget.dataset.id}\` });
  },
  onNote() {},
  onSelect() {},
});`,
  };
}

function apiModule(): string {
  return `export interface Item { id: number; price: number; note?: string }
export function load(kind: string): Promise<Item[][]> {
  return new Promise((resolve, reject) => {
    tt.request({ url: "https://api.example.com/items", data: { kind }, success: ({ data }) => resolve(data as Item[][]), fail: reject });
  });
}`;
}

function sheet(name: string): string {
  const rules = Array.from({ length: RULES }, (_, rule) => {
    return `.${name}-${rule}, .section .row-${rule} > text {
  display: flex;
  padding: ${rule}rpx ${rule * 2}rpx;
  width: calc(100% - ${rule * 4}rpx);
  transition: transform 0.2s ease-in-out;
}`;
  });
  return rules.join("\n");
}
