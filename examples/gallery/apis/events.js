const { listen } = require("./listen");

module.exports = [
  listen("AppShow"),
  listen("AppHide"),
  listen("Error"),
  listen("UnhandledRejection"),
  listen("PageNotFound"),
  listen("NetworkStatusChange"),
  listen("WindowResize"),
  listen("ThemeChange"),
  listen("AccelerometerChange"),
  { name: "startAccelerometer" },
  { name: "stopAccelerometer" },
  listen("CompassChange"),
  { name: "startCompass" },
  { name: "stopCompass" },
  listen("MemoryWarning"),
  listen("UserCaptureScreen"),
  listen("LazyLoadError"),
];
