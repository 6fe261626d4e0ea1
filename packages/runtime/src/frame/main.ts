import "./frame.css";
import "./array-find-last.js";
import { BUNDLE_FORMAT, BUNDLE_GLOBAL, type BundleDefinition, type BundleLoader } from "@lianmai/compiler/bundle";
import type { Host, PhoneFrameElement } from "../host.js";
import { loadParts } from "../kernel/parts.js";
import { Runtime } from "../kernel/runtime.js";
import type { Notice } from "./notices.js";

// The entry of the frame. It waits for `app.js`, which calls the loader, and says in words what is in the way.

let isAsked = false;
let runtime: Runtime | undefined;

const loader: BundleLoader = {
  load(definition) {
    isAsked = true;
    const host = (window.frameElement as PhoneFrameElement | null)?.lianmaiHost;
    if (!host) notice((texts) => texts.OUTSIDE_PHONE);
    else if (definition.format !== BUNDLE_FORMAT) notice((texts) => texts.wrongFormat(definition.format));
    else {
      useDevicesOf(host);
      start(host, definition).catch(tellNotStarted);
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
  if (!isAsked) notice((texts) => texts.NO_PROGRAM);
});

/** Few programs are refused, so the words for it are loaded by those that are. */
function notice(choose: (texts: typeof import("./notices.js")) => Notice): void {
  import("./notices.js").then((texts) => tell(...choose(texts))).catch(tellNotStarted);
}

/** Whatever opens a device in this frame, a call, a camera view or a recorder, gets the phone's. */
function useDevicesOf(host: Host): void {
  // A page that is not secure has no devices at all, and that is told where they are asked for.
  if (!host.getUserMedia || !navigator.mediaDevices) return;
  const open = host.getUserMedia.bind(host);
  navigator.mediaDevices.getUserMedia = (constraints = {}) => open(constraints);
}

/** Whatever could not be loaded, these words are there. */
function tellNotStarted(error: unknown): void {
  console.error(error);
  tell(
    "小程序没有启动，请检查网络后重新打开。",
    `The mini-program did not start: ${String(error)}. Check the network and open it again.`,
  );
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
