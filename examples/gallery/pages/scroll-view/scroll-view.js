const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "scroll-y", kind: "switch", value: true },
      { name: "scroll-x", kind: "switch", value: false },
      { name: "scroll-with-animation", kind: "switch", value: true },
      { name: "show-scrollbar", kind: "switch", value: false },
      { name: "scroll-top", kind: "number", value: 0, min: 0, max: 400, step: 10 },
      { name: "scroll-into-view", kind: "choice", value: "", options: ["", "item-3", "item-6"] },
      { name: "upper-threshold", kind: "number", value: 50, min: 0, max: 100 },
      { name: "lower-threshold", kind: "number", value: 50, min: 0, max: 100 },
      { name: "refresher-enabled", kind: "switch", value: true },
      { name: "refresher-triggered", kind: "switch", value: false },
    ],
    /** 松手后开始刷新；由页面决定什么时候结束。 */
    refresh(event) {
      this.record(event);
      this.set({ detail: { name: "refresher-triggered", value: true } });
      setTimeout(() => this.set({ detail: { name: "refresher-triggered", value: false } }), 800);
    },
  }),
);
