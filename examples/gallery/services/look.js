const { theme: first, language } = tt.getSystemInfoSync();
const english = !String(language).toLowerCase().startsWith("zh");

let theme = named(first);
const followers = new Set();
tt.onThemeChange((change) => {
  theme = named(change.theme);
  for (const follower of followers) follower(theme);
});

function named(name) {
  return name === "dark" ? "dark" : "light";
}

/** 现在的主题，以后每次改变再告诉一次；返回的函数结束它。 */
function followTheme(follower) {
  followers.add(follower);
  follower(theme);
  return () => followers.delete(follower);
}

/** 中文在前，英文完整。 */
function t(zh, en) {
  return english ? en : zh;
}

/** 导航栏跟着深浅色走；每个页面显示时各设一次。 */
function paintBar() {
  const dark = theme === "dark";
  tt.setNavigationBarColor({
    frontColor: dark ? "#ffffff" : "#000000",
    backgroundColor: dark ? "#101114" : "#f5f6f8",
  });
}

/** 页面跟着主题走：`data.theme` 和导航栏。写在 `onLoad` 和 `onUnload` 里。 */
function paintPage(page) {
  return followTheme((theme) => {
    page.setData({ theme });
    // 被盖住的页面等到再显示时才设导航栏。
    if (getCurrentPages().at(-1) === page) paintBar();
  });
}

module.exports = { t, followTheme, paintBar, paintPage };
