const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [{ name: "open", kind: "switch", value: false }],
    close(event) {
      this.record(event);
      this.setData({ "v.open": false, attributes: [{ name: "open", kind: "switch", value: false }] });
    },
  }),
);
