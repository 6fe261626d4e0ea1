const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      { name: "indicator-style", kind: "choice", value: "", options: ["", "height: 44px", "color: #d9194a"] },
    ],
    data: { value: [9, 30], hours: numbers(24), minutes: numbers(60) },
  }),
);

/** 两位数的文字，从 00 开始。 */
function numbers(count) {
  return Array.from({ length: count }, (_, index) => String(index).padStart(2, "0"));
}
