const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      above: t("cover-view 盖在图片上，点我", "A cover-view over the picture: tap me"),
    },
    attributes: [
      { name: "mode", kind: "choice", value: "aspectFill", options: ["aspectFill", "aspectFit", "scaleToFill"] },
      { name: "src", kind: "text", value: "/images/hills.svg" },
    ],
  }),
);
