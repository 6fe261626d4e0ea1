const { t, paintBar, paintPage } = require("../../services/look");
const { callsOf } = require("../../apis/topics");
const { codeOf, invoke } = require("../../services/call");

/** 一个 API 主题：每个函数一张卡片，结果原样显示。 */
Page({
  data: { theme: "light", calls: [], hasCanvas: false, run: t("调用", "Call"), moving: t("动画", "Moving") },

  onLoad({ topic }) {
    this.unfollow = paintPage(this);
    this.calls = callsOf(topic);
    tt.setNavigationBarTitle({ title: `API · ${topic}` });
    this.setData({
      hasCanvas: topic === "canvas",
      calls: this.calls.map((call, index) => ({
        name: call.name,
        code: codeOf(call),
        result: "",
        id: index,
      })),
    });
  },

  onUnload() {
    this.unfollow();
  },

  onShow() {
    paintBar();
  },

  onPullDownRefresh() {},

  call({ currentTarget }) {
    const { index } = currentTarget.dataset;
    const show = (result, failed = false) => {
      this.setData({ [`calls[${index}].result`]: result, [`calls[${index}].failed`]: failed });
    };
    invoke(this.calls[index], this, show);
  },
});
