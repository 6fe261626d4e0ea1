const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "checked", kind: "switch", value: true },
      { name: "disabled", kind: "switch", value: false },
      { name: "color", kind: "choice", value: "", options: ["", "#d9194a", "#3b6ef5", "#0fa67d"] },
    ],
  }),
);
