import type { Support } from "../core/definition.js";
import { loadApi } from "../index.js";
import { type Reason, refusedFunctions } from "../refused/functions.js";
import { TestEnvironment } from "../testing/environment.js";
import { notes, type Sentence } from "./notes.js";

export interface DocumentedFunction {
  name: string;
  support: Support;
  note?: Sentence;
}

const reasons: Readonly<Record<Reason, Sentence>> = {
  platform: { zh: "原平台自己的服务。", en: "A service of the original platform." },
  payment: { zh: "支付和订单只存在于原平台。", en: "Payments and orders exist only on the original platform." },
  advertising: { zh: "广告只存在于原平台。", en: "Advertising exists only on the original platform." },
  live: { zh: "原平台的直播间。", en: "Live rooms of the original platform." },
  device: { zh: "浏览器不提供这种设备。", en: "Browsers give no access to this device." },
  later: { zh: "这个版本还没有。", en: "Not in this version yet." },
};

/** Every member of `tt` with what it does here, by name. */
export async function documentedFunctions(): Promise<DocumentedFunction[]> {
  const reasonOf = new Map(refusedFunctions.map(({ name, reason }) => [name, reasons[reason]]));
  const api = await loadApi("all", async () => ({}));
  return Object.entries(api.describe(new TestEnvironment()))
    .map(([name, { support }]) => {
      const note = support === "refused" ? reasonOf.get(name) : notes[name];
      return note ? { name, support, note } : { name, support };
    })
    .sort((first, second) => (first.name < second.name ? -1 : 1));
}
