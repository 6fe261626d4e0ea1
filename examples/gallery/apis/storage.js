module.exports = [
  { name: "setStorage", options: { key: "gallery", data: { count: 1 } } },
  { name: "getStorage", options: { key: "gallery" } },
  { name: "getStorageInfo" },
  { name: "removeStorage", options: { key: "gallery" } },
  { name: "clearStorage" },
  { name: "setStorageSync", args: ["gallery", { count: 2 }] },
  { name: "getStorageSync", args: ["gallery"] },
  { name: "getStorageInfoSync", args: [] },
  { name: "removeStorageSync", args: ["gallery"] },
  { name: "clearStorageSync", args: [] },
];
