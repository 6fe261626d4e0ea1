module.exports = [
  { name: "canIUse", args: ["rtc-room.user-id"] },
  {
    name: "env",
    run() {
      return tt.env;
    },
  },
  { name: "getSystemInfo" },
  { name: "getSystemInfoSync", args: [] },
  { name: "getDeviceInfo", args: [] },
  { name: "getAppBaseInfo", args: [] },
  { name: "getWindowInfo", args: [] },
  { name: "getEnvInfoSync", args: [] },
  { name: "getLaunchOptionsSync", args: [] },
  { name: "getEnterOptionsSync", args: [] },
  { name: "getMenuButtonBoundingClientRect", args: [] },
  { name: "getMenuButtonLayout", args: [] },
  { name: "getCustomButtonBoundingClientRect", args: [] },
  { name: "getExtConfig" },
  { name: "getExtConfigSync", args: [] },
  { name: "canIPutStuffOverComponent", args: [] },
  {
    name: "getUpdateManager",
    run(show) {
      tt.getUpdateManager().onCheckForUpdate(show);
    },
  },
  {
    name: "nextTick",
    run(show) {
      tt.nextTick(() => show("nextTick"));
    },
  },
  {
    name: "base64ToArrayBuffer, arrayBufferToBase64",
    run() {
      const bytes = tt.base64ToArrayBuffer("6L+e6bqm");
      return { byteLength: bytes.byteLength, back: tt.arrayBufferToBase64(bytes) };
    },
  },
];
