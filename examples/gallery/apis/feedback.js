module.exports = [
  { name: "showToast", options: { title: "已保存", icon: "success" } },
  { name: "hideToast" },
  {
    name: "showLoading, hideLoading",
    run(show) {
      tt.showLoading({ title: "加载中", success: show });
      setTimeout(() => tt.hideLoading({ success: show }), 1000);
    },
  },
  { name: "showModal", options: { title: "删除", content: "删除后不能恢复。", confirmText: "删除" } },
  { name: "showActionSheet", options: { itemList: ["拍照", "从相册选择"] } },
  { name: "hideKeyboard" },
  { name: "showFavoriteGuide", options: { type: "bar", content: "收藏起来，下次好找" } },
  { name: "showShareMenu" },
  { name: "hideShareMenu" },
];
