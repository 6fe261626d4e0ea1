import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { boolean, required, string } from "../core/options.js";
import { readClipboard, writeClipboard } from "./clipboard.js";
import { ScreenLock } from "./screen-lock.js";

const SHORT_VIBRATION = 15;
const LONG_VIBRATION = 400;

/** The phone's own devices: clipboard, vibration, screen, telephone. */
export function deviceTopic(environment: Environment) {
  const { host } = environment;
  const screen = new ScreenLock();
  environment.lifecycle.once("dispose", () => void screen.set(false));
  return {
    setClipboardData: asynchronous({
      options: { data: required(string) },
      async run({ data }) {
        await writeClipboard(data);
        const title = host.device().language.startsWith("en") ? "Copied" : "内容已复制";
        host.showToast({ title, icon: "none", duration: 1500, mask: false });
      },
    }),
    getClipboardData: asynchronous({ results: ["data"], run: async () => ({ data: await readClipboard() }) }),
    vibrateShort: asynchronous({
      run: () => vibrate(SHORT_VIBRATION),
    }),
    vibrateLong: asynchronous({
      run: () => vibrate(LONG_VIBRATION),
    }),
    setKeepScreenOn: asynchronous({
      options: { keepScreenOn: required(boolean) },
      run: ({ keepScreenOn }) => screen.set(keepScreenOn),
    }),
    makePhoneCall: asynchronous({
      support: "simulated",
      options: { phoneNumber: required(string) },
      async run({ phoneNumber }) {
        if (phoneNumber === "") throw ApiError.parameter("params.phoneNumber should not be empty");
        const english = host.device().language.startsWith("en");
        const { button } = await host.showModal({
          title: "",
          content: english ? `Call ${phoneNumber}?` : `呼叫 ${phoneNumber}`,
          confirmText: english ? "Call" : "呼叫",
          cancelText: english ? "Cancel" : "取消",
          showCancel: true,
        });
        if (button === "cancel") throw ApiError.cancelled();
      },
    }),
  };
}

function vibrate(milliseconds: number): void {
  // Browsers without it, and computers, have nothing that could shake; the platform's IDE succeeds there too.
  navigator.vibrate?.(milliseconds);
}
