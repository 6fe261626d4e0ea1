const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      apple: t("苹果", "Apple"),
      pear: t("梨", "Pear"),
      plum: t("李子（不可选）", "Plum (disabled)"),
    },
    attributes: [
      { name: "checked", kind: "switch", value: true },
      { name: "disabled", kind: "switch", value: false },
      { name: "color", kind: "choice", value: "", options: ["", "#d9194a", "#3b6ef5", "#0fa67d"] },
    ],
  }),
);
