const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [{ name: "for", kind: "choice", value: "inside", options: ["inside", "outside"] }],
  }),
);
