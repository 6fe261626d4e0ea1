const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      hold: t("按住我", "Hold me"),
    },
    attributes: [
      { name: "hover-class", kind: "text", value: "pressed" },
      { name: "hover-start-time", kind: "number", value: 50, min: 0, max: 500, step: 10 },
      { name: "hover-stay-time", kind: "number", value: 400, min: 0, max: 1000, step: 50 },
      { name: "hover-stop-propagation", kind: "switch", value: false },
    ],
  }),
);
