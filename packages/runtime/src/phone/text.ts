import type { Scope } from "../host.js";
import type { PhoneLanguage } from "./options.js";

const chinese = {
  back: "返回",
  menu: "更多",
  close: "关闭小程序",
  cancel: "取消",
  confirm: "确定",
  allow: "允许",
  refuse: "拒绝",
  settings: "设置",
  share: "转发",
  joinGroup: "加入群聊",
  copyLink: "复制链接",
  copyPath: "复制页面路径",
  notCopied: "浏览器不允许复制，请长按上面的地址自行复制。",
  restart: "重新进入小程序",
  reopen: "重新打开",
  retry: "重试",
  picture: (index: number, count: number) => `第 ${index} 张，共 ${count} 张`,
  pictures: "图片预览",
  closePictures: "关闭图片",
  closed: "小程序已关闭",
  loading: "正在加载",
  miniProgram: "小程序",
  failed: "小程序加载失败",
  failedHint: "请检查开发服务是否仍在运行，然后重试。",
  asks: (app: string) => `“${app}”申请`,
  allowedScopes: (app: string) => `允许“${app}”使用`,
  noScopes: "小程序还没有申请过任何权限。",
  scopes: {
    "scope.camera": { name: "摄像头", ask: "使用你的摄像头" },
    "scope.record": { name: "麦克风", ask: "使用你的麦克风" },
    "scope.userInfo": { name: "用户信息", ask: "获取你的昵称、头像" },
    "scope.userLocation": { name: "位置信息", ask: "获取你的位置信息" },
    "scope.address": { name: "通讯地址", ask: "获取你的通讯地址" },
    "scope.album": { name: "保存到相册", ask: "保存图片或视频到你的相册" },
  } as Record<Scope, { name: string; ask: string }>,
};

const english: typeof chinese = {
  back: "Back",
  menu: "More",
  close: "Close the mini-program",
  cancel: "Cancel",
  confirm: "OK",
  allow: "Allow",
  refuse: "Don't allow",
  settings: "Settings",
  share: "Share",
  joinGroup: "Join the group",
  copyLink: "Copy the link",
  copyPath: "Copy the page's path",
  notCopied: "The browser does not let it be copied: select the address above.",
  restart: "Restart the mini-program",
  reopen: "Open again",
  retry: "Try again",
  picture: (index, count) => `Picture ${index} of ${count}`,
  pictures: "Pictures",
  closePictures: "Close the pictures",
  closed: "Mini-program closed",
  loading: "Loading",
  miniProgram: "Mini-program",
  failed: "The mini-program could not be loaded",
  failedHint: "Check that the dev server is still running, then try again.",
  asks: (app) => `“${app}” would like to`,
  allowedScopes: (app) => `Allow “${app}” to use`,
  noScopes: "The mini-program has not asked for any permission yet.",
  scopes: {
    "scope.camera": { name: "Camera", ask: "use your camera" },
    "scope.record": { name: "Microphone", ask: "use your microphone" },
    "scope.userInfo": { name: "Profile", ask: "see your name and picture" },
    "scope.userLocation": { name: "Location", ask: "know your location" },
    "scope.address": { name: "Address", ask: "know your postal address" },
    "scope.album": { name: "Save to album", ask: "save pictures and videos to your album" },
  },
};

export type PhoneText = typeof chinese;

export function phoneText(language: PhoneLanguage): PhoneText {
  return language === "en" ? english : chinese;
}

/** A scope that is in no table is shown by its own name. */
export function scopeText(text: PhoneText, scope: Scope): { name: string; ask: string } {
  return text.scopes[scope] ?? { name: scope, ask: scope };
}
