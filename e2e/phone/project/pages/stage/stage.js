Page({
  data: { animation: {}, film: "" },
  onLoad() {
    Function("return this")().stage = this;
  },
});
