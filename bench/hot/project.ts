import { tenPages } from "../compile/ten-pages.js";

/** The page that is open while its files are saved. */
export const OPEN_PAGE = "pages/page-0/index";

type Suffix = "ttml" | "ttss" | "js";

/** Files of the open page in which `mark` stands, so that it can be seen when they have arrived. */
export function marked(suffix: Suffix, mark: string): string {
  const files: Record<Suffix, string> = {
    ttml: `<view class="mark">template-${mark}</view><view class="script">script-{{mark}}</view>
<view id="add" bindtap="add">taps {{taps}}</view><view id="ready">{{ready}}</view>
${Array.from({ length: 40 }, (_, row) => `<view class="row-${row}"><text>{{title}} ${row}</text><image src="{{picture}}" /></view>`).join("\n")}`,
    ttss: `.mark { --style: style-${mark}; color: #333; }\n.row-1 { padding: 10rpx; }`,
    js: `const { now } = require("../../common/time");
Page({
  data: { title: "row", picture: "", taps: 0, ready: 0, mark: ${JSON.stringify(mark)}, at: now() },
  onReady() { this.setData({ ready: Date.now() }); },
  add() { this.setData({ taps: this.data.taps + 1 }); },
});`,
  };
  return files[suffix];
}

/** The ordinary project of ten pages whose first one shows what it is made of. */
export function project(): Record<string, string> {
  const files = tenPages();
  delete files[`${OPEN_PAGE}.ts`];
  for (const suffix of ["ttml", "ttss", "js"] as const) files[`${OPEN_PAGE}.${suffix}`] = marked(suffix, "first");
  return files;
}
