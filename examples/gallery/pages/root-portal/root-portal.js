const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      hint: t(
        "打开后，这一层由页面定位，不受上面卡片的裁剪。",
        "Open, this layer is placed by the page, and the card above does not cut it.",
      ),
      close: t("点一下关闭", "Tap to close"),
    },
    attributes: [{ name: "open", kind: "switch", value: false }],
    close(event) {
      this.record(event);
      this.setData({ "v.open": false, attributes: [{ name: "open", kind: "switch", value: false }] });
    },
  }),
);
