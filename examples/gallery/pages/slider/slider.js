const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "min", kind: "number", value: 0, min: 0, max: 50 },
      { name: "max", kind: "number", value: 100, min: 60, max: 200 },
      { name: "step", kind: "number", value: 5, min: 1, max: 20 },
      { name: "value", kind: "number", value: 40, min: 0, max: 200 },
      { name: "show-value", kind: "switch", value: true },
      { name: "disabled", kind: "switch", value: false },
      { name: "block-size", kind: "number", value: 28, min: 12, max: 28 },
      { name: "active-color", kind: "choice", value: "", options: ["", "#d9194a", "#3b6ef5", "#0fa67d"] },
      { name: "block-color", kind: "choice", value: "#ffffff", options: ["#ffffff", "#ffd166"] },
    ],
  }),
);
