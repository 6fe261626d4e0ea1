const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      name: t("名字", "Name"),
      open: t("公开", "Public"),
      volume: t("音量", "Volume"),
      audio: t("语音", "Audio"),
      video: t("视频", "Video"),
      speak: t("发言", "Speak"),
      share: t("共享", "Share"),
      submit: t("提交", "Submit"),
      reset: t("重置", "Reset"),
    },
    attributes: [],
  }),
);
