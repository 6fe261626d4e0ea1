module.exports = [
  { name: "setClipboardData", options: { data: "连麦" } },
  { name: "getClipboardData" },
  { name: "vibrateShort" },
  { name: "vibrateLong" },
  { name: "setKeepScreenOn", options: { keepScreenOn: true } },
  { name: "getScreenBrightness" },
  { name: "setScreenBrightness", options: { value: 0.8 } },
  { name: "makePhoneCall", options: { phoneNumber: "10086" } },
  { name: "getLocation", options: { type: "wgs84" } },
];
