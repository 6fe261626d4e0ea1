import type { Environment } from "../../kernel/environment.js";
import { asynchronous, synchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { anything, choice, number, optional, record, required, string, strings } from "../core/options.js";
import { demandScope } from "../login/scopes.js";

const support = "simulated" as const;

/** Codes of `tt.pay`, in the order in which the phone offers them. */
const PAY_CODES = [0, 2, 4] as const;

/** Services of the original platform that the phone plays: the one who holds it decides how they end. */
export function simulatedTopic(environment: Environment) {
  const { host } = environment;
  const english = () => host.device().language.startsWith("en");
  const say = (chinese: string, other: string) => (english() ? other : chinese);
  const ask = async (content: string, extra: { editable?: boolean } = {}) => {
    const { button, text } = await host.showModal({
      title: say("模拟", "Simulation"),
      // The content of a dialog with a field is what stands in the field.
      content: extra.editable ? "" : content,
      ...(extra.editable ? { editable: true, placeholderText: content } : {}),
      confirmText: say("确定", "OK"),
      cancelText: say("取消", "Cancel"),
      showCancel: true,
    });
    if (button === "cancel") throw ApiError.cancelled();
    return text ?? "";
  };
  let brightness = 0.5;
  return {
    scanCode: asynchronous({
      support,
      results: ["result", "scanType"],
      run: async () => ({
        result: await ask(say("输入扫码得到的内容", "Text of the scanned code"), { editable: true }),
        scanType: "QR_CODE",
      }),
    }),
    pay: asynchronous({
      support,
      options: { orderInfo: required(record), service: optional(anything) },
      results: ["code"],
      async run() {
        const items = [say("支付成功", "Paid"), say("支付失败", "Failed"), say("取消支付", "Cancelled")];
        const index = await host.showActionSheet(items, "");
        return { code: PAY_CODES[index] ?? 4 };
      },
    }),
    chooseAddress: asynchronous({
      support,
      results: ["userName", "provinceName", "cityName", "countyName", "detailInfo", "telNumber"],
      async run() {
        await demandScope(host, "scope.address");
        return {
          userName: host.user.name,
          provinceName: "北京市",
          cityName: "北京市",
          countyName: "海淀区",
          detailInfo: "示例路 1 号",
          telNumber: "13800000000",
        };
      },
    }),
    requestSubscribeMessage: asynchronous({
      support,
      options: { tmplIds: required(strings) },
      async run({ tmplIds }) {
        if (tmplIds.length < 1 || tmplIds.length > 3) {
          throw ApiError.parameter(`params.tmplIds should have 1 to 3 items, but got ${tmplIds.length}`);
        }
        const question = say(`允许发送 ${tmplIds.length} 种订阅消息？`, `Allow ${tmplIds.length} kinds of messages?`);
        const accepted = await ask(question).then(
          () => true,
          () => false,
        );
        return Object.fromEntries(tmplIds.map((id) => [id, accepted ? "accept" : "reject"]));
      },
    }),
    navigateToMiniProgram: asynchronous({
      support,
      options: {
        appId: required(string),
        path: optional(string),
        extraData: optional(record),
        envVersion: optional(choice("current", "latest"), "current"),
      },
      async run({ appId, path = "" }) {
        await ask(say(`打开小程序 ${appId} ${path}`, `Open the mini-program ${appId} ${path}`));
      },
    }),
    checkFollowState: asynchronous({
      support,
      results: ["result"],
      run: () => ({ result: false }),
    }),
    checkFollowAwemeState: asynchronous({
      support,
      results: ["hasFollowed"],
      run: () => ({ hasFollowed: false }),
    }),
    reportAnalytics: synchronous({
      support,
      call(name: unknown, data: unknown) {
        required(string).read(name, "eventName");
        required(record).read(data, "data");
      },
    }),
    showFavoriteGuide: asynchronous({ support, run: () => undefined }),
    getScreenBrightness: asynchronous({
      support,
      results: ["value"],
      run: () => ({ value: brightness }),
    }),
    setScreenBrightness: asynchronous({
      support,
      options: { value: required(number) },
      run({ value }) {
        if (value < 0 || value > 1) throw ApiError.parameter(`params.value should be 0 to 1, but got ${value}`);
        brightness = value;
      },
    }),
  };
}
