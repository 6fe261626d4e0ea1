const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      button: t("按钮", "Button"),
    },
    attributes: [
      { name: "type", kind: "choice", value: "primary", options: ["default", "primary", "warn"] },
      { name: "size", kind: "choice", value: "default", options: ["default", "mini"] },
      { name: "plain", kind: "switch", value: false },
      { name: "loading", kind: "switch", value: false },
      { name: "disabled", kind: "switch", value: false },
      { name: "open-type", kind: "choice", value: "", options: ["", "share", "getPhoneNumber", "openSetting"] },
    ],
  }),
);
