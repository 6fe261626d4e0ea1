import type { IncomingMessage } from "node:http";

/** Sentences that the dev server itself shows in a browser. Chinese where the browser does not ask for English. */
const TEXTS = {
  strangeHost: {
    zh: "这个地址不属于本机，因此不提供内容。请使用终端里显示的地址。",
    en: "This address is not one of this machine, so nothing is shown. Use the address printed in the terminal.",
  },
  keyMissing: {
    zh: "请扫描模拟器或终端里的二维码打开小程序：地址里的密钥不对或已经失效。",
    en: "Open the mini-program by the QR code in the simulator or the terminal: the key in this address is missing or no longer valid.",
  },
  foreignPage: {
    zh: "只有本服务提供的页面可以使用这个接口，请刷新页面。",
    en: "Only pages of this server may use this; reload the page.",
  },
  notCompiled: {
    zh: "小程序还没有编译成功，错误见模拟器或终端。",
    en: "The mini-program has not compiled yet; the errors are in the simulator and in the terminal.",
  },
  badLogin: {
    zh: '请求体需要是 JSON，并带有用户 id：{"user": "..."}。',
    en: 'The body must be JSON with the id of a user: {"user": "..."}.',
  },
} as const;

/** A sentence in the language of whoever asks. */
export function textFor(request: IncomingMessage, name: keyof typeof TEXTS): string {
  const language = request.headers["accept-language"]?.trim().toLowerCase();
  return TEXTS[name][language?.startsWith("en") ? "en" : "zh"];
}
