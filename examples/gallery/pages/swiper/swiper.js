const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "indicator-dots", kind: "switch", value: true },
      { name: "autoplay", kind: "switch", value: false },
      { name: "circular", kind: "switch", value: false },
      { name: "vertical", kind: "switch", value: false },
      { name: "current", kind: "number", value: 0, min: 0, max: 2 },
      { name: "interval", kind: "number", value: 2000, min: 500, max: 5000, step: 100 },
      { name: "duration", kind: "number", value: 400, min: 0, max: 2000, step: 100 },
      { name: "indicator-active-color", kind: "choice", value: "", options: ["", "#ffffff", "#ffd166"] },
    ],
  }),
);
