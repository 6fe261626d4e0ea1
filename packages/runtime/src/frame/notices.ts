import { BUNDLE_FORMAT } from "@lianmai/compiler/bundle";

/** What the frame says in place of a program that it cannot run, in Chinese and in English. Loaded when it is needed. */
export type Notice = readonly [chinese: string, english: string];

export const OUTSIDE_PHONE: Notice = [
  "这个页面要在模拟器或手机页面里打开。",
  "This page is a part of a phone: open it through the simulator or a phone page, which set up its host.",
];

export const NO_PROGRAM: Notice = [
  "没有加载到小程序：app.js 缺失或出错，请看终端或控制台。",
  "No mini-program was loaded: app.js is missing or broken; see the terminal or the console.",
];

export function wrongFormat(format: unknown): Notice {
  return [
    `编译产物的格式是 ${format}，运行时需要 ${BUNDLE_FORMAT}。请用同一版本的工具重新编译。`,
    `The bundle has format ${format} and this runtime needs ${BUNDLE_FORMAT}: compile it again with tools of the same version.`,
  ];
}
