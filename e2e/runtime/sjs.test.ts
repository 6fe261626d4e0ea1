import { afterAll, beforeAll, expect, it } from "vitest";
import { RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

it("SJS code answers events and changes beside the logic of the page", async () => {
  const app = await lab.open({
    "pages/index/index.ttml": `
      <sjs module="m">
        module.exports = {
          tap: function (event, owner) {
            var state = event.instance.getState()
            state.count = (state.count || 0) + 1
            event.instance.setStyle({ backgroundColor: "rgb(1, 2, 3)", width: "75rpx" })
            event.instance.addClass("hit")
            owner.selectComponent("#other").setStyle("color: rgb(4, 5, 6)")
            owner.callMethod("called", { count: state.count, data: event.instance.getDataset().x, type: event.type })
            return false
          },
          change: function (now, before, owner, instance) { owner.callMethod("changed", [now, before, instance.hasClass("box")]) },
        }
      </sjs>
      <view bindtap="outer"><view id="box" class="box" data-x="7" bindtap="{{m.tap}}" change:value="{{m.change}}" value="{{n}}">tap</view></view>
      <view id="other">other</view>`,
    "pages/index/index.js": `Page({ data: { n: 1 }, outer() { console.log("outer") },
      called(it) { console.log("called", it.count, it.data, it.type); this.setData({ n: 2 }) },
      changed(it) { console.log("changed", JSON.stringify(it)) } })`,
  });
  await app.tap("#box");
  await app.printsEventually("called 1 7 tap");
  await app.printsEventually("changed [2,1,true]");
  await app.tap("#box");
  await app.printsEventually("called 2 7 tap");
  expect(await app.printed()).not.toContain("outer");
  const style = (selector: string, name: string) =>
    app.frame.locator(selector).evaluate((node, property) => getComputedStyle(node).getPropertyValue(property), name);
  expect(await style("#box.hit", "background-color")).toBe("rgb(1, 2, 3)");
  expect(await style("#box", "width")).toBe("37.5px");
  expect(await style("#other", "color")).toBe("rgb(4, 5, 6)");
  await app.close();
});
