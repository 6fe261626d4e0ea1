/** The page of a published mini-program: it fills the screen, and can be installed like an app. */
import { Phone } from "../phone/phone.js";
import { phoneUser } from "../phone/phone-user.js";
import { deviceSecret } from "./device.js";
import { programServices } from "./services.js";
import { readSettings } from "./settings.js";

function start(): void {
  const settings = readSettings(document);
  const english = !navigator.language.toLowerCase().startsWith("zh");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const parameters = new URLSearchParams(location.search);
  const device = deviceSecret(settings.appid || settings.name, localStorage);
  const name = parameters.get("name");
  // Who one is comes from the device alone: an address that somebody sends must not change it.
  const user = phoneUser(new URLSearchParams(name ? { name } : {}), localStorage, english);
  document.documentElement.lang = english ? "en" : "zh-CN";

  const phone = new Phone(document.body, {
    id: `published:${settings.appid || settings.name}`,
    frameUrl: new URL(settings.frame, location.href).href,
    user,
    layout: "fullscreen",
    appName: settings.name,
    launch: launchOf(parameters),
    ...programServices(settings, location.href, device),
    theme: dark.matches ? "dark" : "light",
    language: english ? "en" : "zh",
  });
  dark.addEventListener("change", () => phone.setTheme(dark.matches ? "dark" : "light"));
  document.addEventListener("visibilitychange", () => phone.setForeground(!document.hidden));
  followBackGesture(phone);
  phone.on("ready", () => void keepForOffline(settings.frame));
}

/** `?path=pages/room/room&query=room%3D1&scene=1011`; the query stays encoded, as on the platform. */
function launchOf(parameters: URLSearchParams) {
  const query: Record<string, string> = {};
  for (const pair of (parameters.get("query") ?? "").split("&").filter((part) => part !== "")) {
    const at = pair.indexOf("=");
    if (at > 0) query[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return { path: parameters.get("path") ?? "", query, scene: parameters.get("scene") ?? "" };
}

/** The phone's back gesture goes back a page of the mini-program instead of leaving it. */
function followBackGesture(phone: Phone): void {
  history.pushState(null, "");
  addEventListener("popstate", () => {
    history.pushState(null, "");
    phone.back();
  });
}

/** Lets the browser install the page and start it without a network. It works without, where that is refused. */
async function keepForOffline(frame: string): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.register("sw.js", { scope: "./" });
    registration?.active?.postMessage({ running: new URL(frame, location.href).pathname });
  } catch (error) {
    console.info("This page cannot be kept for use without a network.", error);
  }
}

try {
  start();
} catch (error) {
  const notice = document.createElement("div");
  notice.id = "notice";
  notice.setAttribute("role", "alert");
  notice.textContent = error instanceof Error ? error.message : String(error);
  document.body.replaceChildren(notice);
}
