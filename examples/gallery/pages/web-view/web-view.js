const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

/** 和服务同一台机器上的网页；换成自己的地址即可。 */
Page(
  playground({
    attributes: [{ name: "src", kind: "text", value: "" }],
    data: {
      hint: t(
        "填一个 http 或 https 地址；对方要允许被嵌入。",
        "Give an http or https address that allows to be framed.",
      ),
    },
  }),
);
