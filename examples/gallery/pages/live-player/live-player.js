const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      hint: t("填上自己的 WHEP 或 HLS 地址，再点 play。", "Name a WHEP or HLS address of your own, then tap play."),
    },
    attributes: [
      { name: "src", kind: "text", value: "" },
      { name: "autoplay", kind: "switch", value: false },
      { name: "muted", kind: "switch", value: true },
      { name: "object-fit", kind: "choice", value: "contain", options: ["contain", "fillCrop"] },
      { name: "background-mute", kind: "switch", value: false },
    ],
    drive({ currentTarget }) {
      const record = (detail) => this.record({ type: currentTarget.dataset.do, detail });
      tt.createLivePlayerContext("live", this)[currentTarget.dataset.do]({ success: record, fail: record });
    },
  }),
);
