module.exports = [
  { name: "setNavigationBarTitle", options: { title: "新标题" } },
  { name: "setNavigationBarColor", options: { frontColor: "#ffffff", backgroundColor: "#d9194a" } },
  {
    name: "showNavigationBarLoading, hideNavigationBarLoading",
    run(show) {
      tt.showNavigationBarLoading({ success: show });
      setTimeout(() => tt.hideNavigationBarLoading({ success: show }), 1000);
    },
  },
  { name: "hideHomeButton" },
  {
    name: "startPullDownRefresh, stopPullDownRefresh",
    run(show) {
      tt.startPullDownRefresh({ success: show });
      setTimeout(() => tt.stopPullDownRefresh({ success: show }), 1000);
    },
  },
  { name: "pageScrollTo", options: { scrollTop: 300, duration: 300 } },
  // 这个小程序没有标签栏，下面的函数会说明这一点。
  { name: "showTabBar" },
  { name: "hideTabBar" },
  { name: "setTabBarItem", options: { index: 0, text: "首页" } },
  { name: "setTabBarStyle", options: { color: "#6b6f7b", selectedColor: "#d9194a" } },
  { name: "setTabBarBadge", options: { index: 0, text: "3" } },
  { name: "removeTabBarBadge", options: { index: 0 } },
  { name: "showTabBarRedDot", options: { index: 0 } },
  { name: "hideTabBarRedDot", options: { index: 0 } },
];
