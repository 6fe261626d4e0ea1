const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "selectable", kind: "switch", value: false },
      { name: "decode", kind: "switch", value: false },
      { name: "space", kind: "choice", value: "", options: ["", "ensp", "emsp", "nbsp"] },
      { name: "content", kind: "text", value: "两个  空格，&lt;标签&gt;\n第二行" },
    ],
  }),
);
