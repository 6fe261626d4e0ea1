/** 手机的主题和语言；读一次就够，换主题时手机会重新打开页面。 */
const { theme, language } = tt.getSystemInfoSync();
const dark = theme === "dark";
const english = !String(language).toLowerCase().startsWith("zh");

/** 中文在前，英文完整。 */
function t(zh, en) {
  return english ? en : zh;
}

/** 导航栏跟着深浅色走；每个页面显示时各设一次。 */
function paintBar() {
  tt.setNavigationBarColor({
    frontColor: dark ? "#ffffff" : "#000000",
    backgroundColor: dark ? "#101114" : "#f5f6f8",
  });
}

module.exports = { theme: dark ? "dark" : "light", t, paintBar };
