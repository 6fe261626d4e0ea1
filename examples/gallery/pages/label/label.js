const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      tap: t("点这里，等于点下面由 for 指定的开关", "A tap here acts on the switch that for names"),
    },
    attributes: [{ name: "for", kind: "choice", value: "inside", options: ["inside", "outside"] }],
  }),
);
