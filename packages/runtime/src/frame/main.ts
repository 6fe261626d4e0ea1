import "./frame.css";
import "./array-find-last.js";
import { BUNDLE_FORMAT, BUNDLE_GLOBAL, type BundleDefinition, type BundleLoader } from "@lianmai/compiler/bundle";
import type { Host, PhoneFrameElement } from "../host.js";
import { loadParts } from "../kernel/parts.js";
import { Runtime } from "../kernel/runtime.js";

// The entry of the frame. It waits for `app.js`, which calls the loader, and says in words what is in the way.

let isStarting = false;
let runtime: Runtime | undefined;

const loader: BundleLoader = {
  load(definition) {
    const host = (window.frameElement as PhoneFrameElement | null)?.lianmaiHost;
    if (!host) {
      tell(
        "这个页面要在模拟器或手机页面里打开。",
        "This page is a part of a phone: open it through the simulator or a phone page, which set up its host.",
      );
    } else if (definition.format !== BUNDLE_FORMAT) {
      tell(
        `编译产物的格式是 ${definition.format}，运行时需要 ${BUNDLE_FORMAT}。请用同一版本的工具重新编译。`,
        `The bundle has format ${definition.format} and this runtime needs ${BUNDLE_FORMAT}: compile it again with tools of the same version.`,
      );
    } else {
      useDevicesOf(host);
      isStarting = true;
      start(host, definition).catch((error: unknown) => {
        console.error(error);
        tell(
          "小程序没有启动，请检查网络后重新打开。",
          `The mini-program did not start: ${String(error)}. Check the network and open it again.`,
        );
      });
    }
  },
  loadPackage: (part) => started().addPackage(part),
  updateStyles: (styles) => started().updateStyles(styles),
  updateTemplates: (templates, tags) => started().updateTemplates(templates, tags),
};

async function start(host: Host, definition: BundleDefinition): Promise<void> {
  const parts = await loadParts(definition);
  runtime = new Runtime(host, definition, parts, document.body);
  await runtime.start();
}

function started(): Runtime {
  if (!runtime) throw new Error("The mini-program has not started yet: only a reload brings a change into it.");
  return runtime;
}

Object.defineProperty(window, BUNDLE_GLOBAL, { value: loader });

window.addEventListener("load", () => {
  if (isStarting || document.body.querySelector(".lianmai-page-error")) return;
  tell(
    "没有加载到小程序：app.js 缺失或出错，请看终端或控制台。",
    "No mini-program was loaded: app.js is missing or broken; see the terminal or the console.",
  );
});

/** Whatever opens a device in this frame, a call, a camera view or a recorder, gets the phone's. */
function useDevicesOf(host: Host): void {
  // A page that is not secure has no devices at all, and that is told where they are asked for.
  if (!host.getUserMedia || !navigator.mediaDevices) return;
  const open = host.getUserMedia.bind(host);
  navigator.mediaDevices.getUserMedia = (constraints = {}) => open(constraints);
}

function tell(chinese: string, english: string): void {
  const panel = document.createElement("div");
  panel.className = "lianmai-page-error";
  const heading = document.createElement("h1");
  heading.textContent = chinese;
  const text = document.createElement("p");
  text.textContent = english;
  panel.append(heading, text);
  document.body.append(panel);
}
