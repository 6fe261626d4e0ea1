module.exports = [
  {
    name: "createCanvasContext",
    run(show) {
      const context = tt.createCanvasContext("canvas");
      context.setFillStyle("#3b6ef5");
      context.fillRect(20, 20, 100, 80);
      context.setFillStyle("#d9194a");
      context.arc(150, 80, 40, 0, 2 * Math.PI);
      context.fill();
      context.draw(false, () => show("draw"));
    },
  },
  { name: "canvasToTempFilePath", options: { canvasId: "canvas" } },
  {
    name: "createOffscreenCanvas",
    run() {
      const canvas = tt.createOffscreenCanvas({ width: 60, height: 40 });
      canvas.getContext("2d").fillRect(0, 0, 60, 40);
      return { width: canvas.width, height: canvas.height };
    },
  },
  {
    name: "createAnimation",
    run() {
      const animation = tt.createAnimation({ duration: 500, timingFunction: "ease" });
      animation.translate(120, 0).rotate(180).step().translate(0, 0).rotate(0).step();
      this.setData({ animation: animation.export() });
    },
  },
];
