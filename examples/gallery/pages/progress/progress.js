const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "percent", kind: "number", value: 40, min: 0, max: 100 },
      { name: "show-info", kind: "switch", value: true },
      { name: "active", kind: "switch", value: true },
      { name: "active-mode", kind: "choice", value: "forwards", options: ["backwards", "forwards"] },
      { name: "duration", kind: "number", value: 10, min: 1, max: 60 },
      { name: "stroke-width", kind: "number", value: 6, min: 2, max: 20 },
      { name: "border-radius", kind: "number", value: 3, min: 0, max: 10 },
      { name: "active-color", kind: "choice", value: "#d9194a", options: ["#d9194a", "#3b6ef5", "#0fa67d"] },
    ],
  }),
);
