const { Call } = require("./services/call");

App({
  onLaunch() {
    // 整个小程序共用一个通话：首页预览，房间页通话。
    this.call = new Call();
    // 先登录，让首页尽快看到自己的画面；失败时由首页提示。
    this.call.prepare().catch(() => {});
  },
});
