const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      {
        name: "type",
        kind: "choice",
        value: "success",
        options: [
          "success",
          "success_no_circle",
          "info",
          "warn",
          "waiting",
          "cancel",
          "clear",
          "download",
          "search",
          "circle",
        ],
      },
      { name: "size", kind: "number", value: 48, min: 12, max: 96 },
      { name: "color", kind: "choice", value: "", options: ["", "#d9194a", "#3b6ef5", "#0fa67d"] },
    ],
  }),
);
