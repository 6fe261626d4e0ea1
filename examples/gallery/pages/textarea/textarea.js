const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "placeholder", kind: "text", value: "请输入" },
      { name: "value", kind: "text", value: "" },
      { name: "maxlength", kind: "number", value: 140, min: 1, max: 140 },
      { name: "disabled", kind: "switch", value: false },
      { name: "focus", kind: "switch", value: false },
      { name: "confirm-hold", kind: "switch", value: false },
      { name: "placeholder-style", kind: "text", value: "color: #9a9eab" },
      { name: "auto-height", kind: "switch", value: true },
      { name: "show-confirm-bar", kind: "switch", value: true },
    ],
  }),
);
