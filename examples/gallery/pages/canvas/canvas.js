const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

Page(
  playground({
    words: {
      draw: t("画", "Draw"),
      save: t("导出", "Export"),
    },
    attributes: [
      { name: "disable-scroll", kind: "switch", value: false },
      { name: "hue", kind: "number", value: 340, min: 0, max: 360 },
    ],
    data: { exported: "" },
    draw() {
      tt.createSelectorQuery()
        .select("#canvas")
        .fields({ node: true, size: true })
        .exec(([{ node, width, height }]) => {
          const context = node.getContext("2d");
          node.width = width;
          node.height = height;
          for (let ring = 0; ring < 12; ring++) {
            context.strokeStyle = `hsl(${this.data.v.hue + ring * 10}, 75%, 55%)`;
            context.lineWidth = 4;
            context.beginPath();
            context.arc(width / 2, height / 2, 8 + ring * 7, 0, Math.PI * (0.4 + ring / 8));
            context.stroke();
          }
          this.record({ type: "draw", detail: { width, height } });
        });
    },
    save() {
      tt.canvasToTempFilePath(
        {
          canvasId: "drawing",
          success: ({ tempFilePath }) => this.setData({ exported: tempFilePath }),
          fail: ({ errMsg }) => this.record({ type: "canvasToTempFilePath", detail: { errMsg } }),
        },
        this,
      );
    },
  }),
);
