const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "src", kind: "text", value: "/images/hills.svg" },
      {
        name: "mode",
        kind: "choice",
        value: "aspectFit",
        options: [
          "scaleToFill",
          "aspectFit",
          "aspectFill",
          "widthFix",
          "heightFix",
          "top",
          "bottom",
          "center",
          "left",
          "right",
          "top left",
          "top right",
          "bottom left",
          "bottom right",
        ],
      },
      { name: "lazy-load", kind: "switch", value: false },
      { name: "alt", kind: "text", value: "山" },
    ],
  }),
);
