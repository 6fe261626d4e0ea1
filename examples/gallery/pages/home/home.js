const { t, paintBar, paintPage } = require("../../services/look");
const { groups } = require("../../services/catalogue");

Page({
  data: {
    theme: "light",
    groups,
    search: t("搜索组件或 API", "Search components and APIs"),
    nothing: t("没有找到，换个词试试。", "Nothing found. Try another word."),
  },

  onLoad() {
    this.unfollow = paintPage(this);
  },

  onUnload() {
    this.unfollow();
  },

  onShow() {
    paintBar();
    tt.setNavigationBarTitle({ title: t("组件与 API", "Gallery") });
  },

  onSearch({ detail }) {
    const word = detail.value.trim().toLowerCase();
    const fits = ({ name, about }) => `${name} ${about}`.toLowerCase().includes(word);
    const found = groups.map((group) => ({ ...group, items: group.items.filter(fits) }));
    this.setData({ groups: found.filter(({ items }) => items.length > 0) });
  },

  open({ currentTarget }) {
    tt.navigateTo({ url: currentTarget.id });
  },
});
