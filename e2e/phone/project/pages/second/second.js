Page({
  data: { query: "" },
  onLoad(query) {
    this.setData({ query: JSON.stringify(query) });
    tt.setNavigationBarTitle({ title: "第二页" });
  },
});
