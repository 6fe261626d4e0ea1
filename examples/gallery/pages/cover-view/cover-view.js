const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "mode", kind: "choice", value: "aspectFill", options: ["aspectFill", "aspectFit", "scaleToFill"] },
      { name: "src", kind: "text", value: "/images/hills.svg" },
    ],
  }),
);
