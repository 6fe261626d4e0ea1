const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      open: t("打开", "Open"),
    },
    attributes: [
      { name: "url", kind: "text", value: "/pages/view/view" },
      {
        name: "open-type",
        kind: "choice",
        value: "navigate",
        options: ["navigate", "redirect", "reLaunch", "navigateBack", "switchTab", "exit"],
      },
      { name: "delta", kind: "number", value: 1, min: 1, max: 5 },
      { name: "hover-class", kind: "text", value: "pressed" },
    ],
  }),
);
