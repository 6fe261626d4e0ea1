/** 页面自己要让开的边：状态栏的高度，和屏幕底部的安全区，像素。 */
function insets() {
  const { statusBarHeight = 20, screenHeight = 0, safeArea } = tt.getSystemInfoSync();
  const bottom = safeArea ? Math.max(0, screenHeight - safeArea.bottom) : 0;
  return { top: statusBarHeight, bottom };
}

module.exports = { insets };
