import type { ProjectFiles } from "../../e2e/runtime/mini-program.js";
import { OPERATIONS, type Operation, ROWS } from "./list.js";

/** Changes of the list as `setData` takes them, in the words of a page. */
const CHANGES: Record<Operation, string> = {
  create: "{ items: fresh }",
  replace: "{ items: fresh }",
  tenth:
    "Object.fromEntries(Array.from({ length: 100 }, (_, index) => ['items[' + index * 10 + '].name', 't' + round]))",
  one: "{ 'items[500].name': 'o' + round }",
  reverse: "{ items: [...this.data.items].reverse() }",
};

/**
 * The list as a page of a mini-program. A tap on `#round` does each operation once and prints the times as JSON: to where
 * `setData` returns, which is when the DOM has the change, and to its callback.
 */
export const program: ProjectFiles = {
  "pages/index/index.ttml": `
    <view id="round" bindtap="round">round</view>
    <view class="row" tt:for="{{items}}" tt:key="id" data-id="{{item.id}}" bindtap="tap"><text>{{item.name}}</text></view>`,
  "pages/index/index.js": `
    const changes = {
      ${OPERATIONS.map((name) => `${name}(round, fresh) { return ${CHANGES[name]} },`).join("\n")}
    }
    let round = 0
    Page({
      data: { items: [] },
      tap() {},
      apply(change) {
        return new Promise((resolve) => {
          const start = performance.now()
          let dom = 0
          this.setData(change(), () => resolve({ dom, task: performance.now() - start }))
          dom = performance.now() - start
        })
      },
      async round() {
        round++
        await this.apply(() => ({ items: [] }))
        const times = {}
        for (const operation of Object.keys(changes)) {
          const fresh = Array.from({ length: ${ROWS} }, (_, id) => ({ id, name: operation + round + "-" + id }))
          times[operation] = await this.apply(() => changes[operation].call(this, round, fresh))
        }
        console.log("times", JSON.stringify(times))
      },
    })`,
};
