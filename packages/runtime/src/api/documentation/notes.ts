/** One sentence in both languages. */
export interface Sentence {
  zh: string;
  en: string;
}

const neverTold: Sentence = { zh: "从不触发：浏览器不提供。", en: "Never happens: browsers do not tell." };
const vibration: Sentence = { zh: "设备不能振动时什么也不做。", en: "Does nothing where the device cannot vibrate." };
const asDownload: Sentence = { zh: "由浏览器下载保存。", en: "Saved as a download of the browser." };
const chosenFiles: Sentence = {
  zh: "不改变尺寸；能否选择摄像头由浏览器决定。",
  en: "Sizes are never changed; whether a camera can be chosen is up to the browser.",
};
const noExtension: Sentence = {
  zh: "总是空的：没有第三方平台。",
  en: "Always empty: there is no third-party platform.",
};
const notFollowed: Sentence = { zh: "总是未关注。", en: "Always not followed." };
const asCard: Sentence = {
  zh: "手机显示卡片，复制链接或页面路径。",
  en: "The phone shows a card, to copy the link or the page's path.",
};

/**
 * What the documentation says beside a function that is not quite the platform's. It is apart from the functions, so
 * that it is not carried to the phone.
 */
export const notes: Readonly<Record<string, Sentence>> = {
  hideHomeButton: { zh: "手机不显示返回首页按钮。", en: "The phone never shows a home button." },
  setTabBarStyle: { zh: "`borderStyle` 不起作用。", en: "`borderStyle` changes nothing." },
  uploadFile: {
    zh: "只在开始和结束时报告进度：`fetch` 中途不报告。",
    en: "Progress is told at the start and at the end: `fetch` says nothing between.",
  },
  connectSocket: {
    zh: "由开发服务转接；直接连接时 `header` 不起作用。",
    en: "Carried by the dev server; opened directly, `header` has no effect.",
  },
  getBackgroundAudioManager: { zh: "浏览器允许时在后台继续播放。", en: "Plays on while the browser lets the page." },
  getRecorderManager: {
    zh: "录制浏览器支持的格式（MP4 或 WebM）；不触发 `onFrameRecorded`。",
    en: "Records what the browser can write, MP4 or WebM; `onFrameRecorded` is never called.",
  },
  chooseImage: chosenFiles,
  chooseMedia: chosenFiles,
  chooseVideo: chosenFiles,
  getImageInfo: {
    zh: "`orientation` 总是 `up`：浏览器先转正再测量。",
    en: "`orientation` is always `up`: browsers turn pictures before they measure them.",
  },
  compressImage: { zh: "结果总是 JPEG。", en: "The result is always a JPEG." },
  saveImageToPhotosAlbum: asDownload,
  saveVideoToPhotosAlbum: asDownload,
  getFileInfo: {
    zh: "摘要支持 sha1 和 sha256，浏览器没有 md5。",
    en: "Digests by sha1 and sha256; browsers have no md5.",
  },
  getLocation: {
    zh: "坐标总是 WGS 84，与 `type` 无关；`city` 为空。",
    en: "Coordinates are WGS 84, whatever `type` says; `city` is empty.",
  },
  createCanvasContext: {
    zh: "在 `draw` 时一次画出；也可以用 `SelectorQuery` 的 `node` 取得浏览器的画布。",
    en: "Draws all at `draw`; `node` of a `SelectorQuery` gives the browser's own canvas.",
  },
  createAnimation: {
    zh: "任何元素的 `animation` 属性都会播放。",
    en: "Played by the attribute `animation` of any element.",
  },
  performance: {
    zh: "记录标记和页面打开；绘制与资源时间请看浏览器自带工具。",
    en: "Knows marks and page openings; paint and resource times are in the browser's own tools.",
  },
  login: {
    zh: "由开发服务代替平台：发放 code，并用它换取 openid。",
    en: "The dev server stands in for the platform: it gives the code and exchanges it for an openid.",
  },
  checkSession: {
    zh: "本次运行中 `tt.login` 之后三天内有效。",
    en: "Valid for three days after `tt.login` in this run.",
  },
  getUserProfile: {
    zh: "手机用户的昵称和头像；签名和加密数据为空。",
    en: "Name and picture of the phone's user; signature and encrypted data are empty.",
  },
  getUserInfo: {
    zh: "用户允许 `scope.userInfo` 后同 getUserProfile。",
    en: "As getUserProfile, once the user allowed `scope.userInfo`.",
  },
  canIPutStuffOverComponent: {
    zh: "总是 true：浏览器里任何组件上都能覆盖内容。",
    en: "Always true: every component of a page in a browser can be covered.",
  },
  getExtConfig: noExtension,
  getExtConfigSync: noExtension,
  vibrateShort: vibration,
  vibrateLong: vibration,
  makePhoneCall: {
    zh: "像平台一样询问用户，不真的拨号。",
    en: "Asks the user as the platform does, and dials nothing.",
  },
  scanCode: { zh: "手机上输入码的内容。", en: "The phone asks for the text of the code." },
  pay: { zh: "手机上选择支付结果，不产生真实支付。", en: "The phone asks how the payment ends; no money moves." },
  chooseAddress: {
    zh: "用户允许 `scope.address` 后返回示例地址。",
    en: "A made-up address, once the user allowed `scope.address`.",
  },
  requestSubscribeMessage: { zh: "手机上询问，不会真的发送消息。", en: "The phone asks; nothing is ever sent." },
  navigateToMiniProgram: { zh: "手机上询问，不会打开其他小程序。", en: "The phone asks and opens nothing." },
  checkFollowState: notFollowed,
  checkFollowAwemeState: notFollowed,
  reportAnalytics: { zh: "检查参数后丢弃。", en: "Checked and dropped." },
  shareAppMessage: asCard,
  showFavoriteGuide: { zh: "什么也不显示。", en: "Shows nothing." },
  getScreenBrightness: {
    zh: "返回 setScreenBrightness 设置的值，浏览器不提供亮度。",
    en: "What setScreenBrightness set; browsers do not tell.",
  },
  setScreenBrightness: { zh: "只记住数值，浏览器不能改变亮度。", en: "Remembered; browsers cannot change it." },
  onMemoryWarning: neverTold,
  offMemoryWarning: neverTold,
  onUserCaptureScreen: neverTold,
  offUserCaptureScreen: neverTold,
  getUpdateManager: {
    zh: "总是没有新版本；开发服务会自动重新加载。",
    en: "Says that there is no new version; the dev server reloads by itself.",
  },
};
