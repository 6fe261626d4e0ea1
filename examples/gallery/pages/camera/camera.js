const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "device-position", kind: "choice", value: "front", options: ["front", "back"] },
      { name: "flash", kind: "choice", value: "auto", options: ["auto", "on", "off"] },
    ],
  }),
);
