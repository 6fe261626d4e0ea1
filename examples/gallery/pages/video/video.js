const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      choose: t("选一段视频", "Choose a video"),
    },
    attributes: [
      { name: "src", kind: "text", value: "" },
      { name: "poster", kind: "text", value: "/images/hills.svg" },
      { name: "controls", kind: "switch", value: true },
      { name: "autoplay", kind: "switch", value: false },
      { name: "loop", kind: "switch", value: false },
      { name: "muted", kind: "switch", value: true },
      { name: "object-fit", kind: "choice", value: "contain", options: ["contain", "cover", "fill"] },
      { name: "initial-time", kind: "number", value: 0, min: 0, max: 30 },
    ],
    choose() {
      tt.chooseVideo({
        success: ({ tempFilePath }) => this.setData({ "v.src": tempFilePath }),
        fail: ({ errMsg }) => this.record({ type: "chooseVideo", detail: { errMsg } }),
      });
    },
    drive({ currentTarget }) {
      tt.createVideoContext("video", this)[currentTarget.dataset.do]();
    },
  }),
);
