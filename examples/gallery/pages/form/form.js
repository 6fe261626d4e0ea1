const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [],
  }),
);
