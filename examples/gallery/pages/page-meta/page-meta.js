const { playground } = require("../../services/playground");

Page(
  playground({
    attributes: [
      { name: "page-style", kind: "text", value: "padding-top: 20rpx" },
      { name: "background-color", kind: "choice", value: "", options: ["", "#ffe3ea", "#e3ebff", "#dff7ee"] },
      { name: "root-font-size", kind: "choice", value: "", options: ["", "14px", "20px"] },
      { name: "scroll-top", kind: "text", value: "" },
    ],
  }),
);
