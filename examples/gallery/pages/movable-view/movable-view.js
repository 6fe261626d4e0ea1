const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      drag: t("拖我", "Drag me"),
    },
    attributes: [
      { name: "direction", kind: "choice", value: "all", options: ["all", "horizontal", "vertical", "none"] },
      { name: "animation", kind: "switch", value: true },
      { name: "disabled", kind: "switch", value: false },
      { name: "x", kind: "number", value: 20, min: 0, max: 240 },
      { name: "y", kind: "number", value: 20, min: 0, max: 120 },
      { name: "scale", kind: "switch", value: false },
      { name: "scale-value", kind: "number", value: 1, min: 0.5, max: 2, step: 0.1 },
    ],
  }),
);
