const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

/** RTC 应用的 AppId，不是小程序的 appid。只看本地预览时还用不到它。 */
const APP_ID = "000000000000000000000000";

Page(
  playground({
    words: {
      start: t("打开摄像头", "Start the camera"),
      stop: t("关闭摄像头", "Stop the camera"),
    },
    attributes: [
      { name: "mode", kind: "choice", value: "camera", options: ["camera", "video", "screen"] },
      { name: "user-id", kind: "text", value: "" },
      { name: "device-position", kind: "choice", value: "", options: ["", "front", "back"] },
      { name: "object-fit", kind: "choice", value: "cover", options: ["cover", "contain", "fill"] },
      { name: "mirror", kind: "choice", value: "auto", options: ["auto", "true", "false"] },
    ],
    onUnload() {
      this.capture(0);
    },
    start() {
      this.capture(1);
    },
    stop() {
      this.capture(0);
    },
    /** 本地预览不用进房：打开摄像头采集即可。 */
    capture(state) {
      const record = (detail) => this.record({ type: "changeVideoCapture", detail });
      tt.createRtcRoomContext({ appId: APP_ID }).changeVideoCapture({ state, success: record, fail: record });
    },
  }),
);
