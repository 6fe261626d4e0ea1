/** The page for a real phone: one mini-program that fills the screen. The dev server serves it with `web/phone.html`. */

import type { BundleChange } from "@lianmai/compiler";
import { SIGNALING_PATH } from "@lianmai/protocol";
import { devFetch, devLogin, devSocketUrl } from "./dev-host.js";
import { applyHotChange } from "./hot-change.js";
import { Phone } from "./phone.js";
import { phoneUser } from "./phone-user.js";
import { randomId } from "./random-id.js";
import { DebugAgent } from "./remote/agent.js";
import type { RemoteDevice } from "./remote/messages.js";

const FRAME_URL = "/__app/frame.html";
const INFO_PATH = "/__dev/info";
const EVENTS_PATH = "/__dev/events";
/** Milliseconds before the event channel is tried again. */
const RETRY_DELAY = 2_000;

interface ProjectInfo {
  project: { name: string; appid: string };
}

interface CompiledMessage {
  type: string;
  state?: { phase: string; hash?: string };
  change?: { from: string; change: BundleChange };
}

async function start(): Promise<void> {
  const english = !navigator.language.toLowerCase().startsWith("zh");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const { project } = await readInfo(english);
  const parameters = new URLSearchParams(location.search);
  const user = phoneUser(parameters, localStorage, english);
  document.title = project.name;
  document.documentElement.lang = english ? "en" : "zh-CN";

  const phone = new Phone(document.body, {
    id: `${project.appid || project.name}:${user.id}`,
    frameUrl: FRAME_URL,
    user,
    layout: "fullscreen",
    appName: project.name,
    launch: { ...parseLaunch(parameters.get("path") ?? ""), scene: parameters.get("scene") ?? "" },
    linkTo,
    login: () => devLogin(user),
    fetch: (url, init) => devFetch(url, init),
    socketUrl: (url, header) => devSocketUrl(url, header),
    signalingUrl: `${socketOrigin()}${SIGNALING_PATH}`,
    theme: dark.matches ? "dark" : "light",
    language: english ? "en" : "zh",
  });
  dark.addEventListener("change", () => phone.setTheme(dark.matches ? "dark" : "light"));
  document.addEventListener("visibilitychange", () => phone.setForeground(!document.hidden));
  new DebugAgent(phone, () => describeRemote(phone, user), socketOrigin());
  followBackGesture(phone);
  followCompilations(phone);
}

/** What this phone is called on the desktop. */
function describeRemote(phone: Phone, user: RemoteDevice["user"]): RemoteDevice {
  const { model, system, screenWidth, screenHeight } = phone.device;
  return { id: pageId(), user, model, system, width: Math.round(screenWidth), height: Math.round(screenHeight) };
}

/** Tells two pages on one phone apart; a reload is the same page. */
function pageId(): string {
  const key = "lianmai.page";
  const id = sessionStorage.getItem(key) ?? randomId();
  sessionStorage.setItem(key, id);
  return id;
}

/** `pages/room/room?id=1`, as a shared address has it; the values stay as they are written. */
function parseLaunch(target: string): { path: string; query: Record<string, string> } {
  const [path = "", search = ""] = target.split(/\?(.*)/s);
  const pairs = search.split("&").filter(Boolean);
  return { path, query: Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2))) };
}

/** This very page, opened at another page of the mini-program, for somebody else. */
function linkTo(path: string): string {
  const url = new URL(location.href);
  for (const own of ["user", "name"]) url.searchParams.delete(own);
  url.searchParams.set("path", path);
  return url.href;
}

async function readInfo(english: boolean): Promise<ProjectInfo> {
  const response = await fetch(INFO_PATH);
  if (response.ok) return (await response.json()) as ProjectInfo;
  throw new Error(
    english
      ? `The dev server refused this page (${response.status}). Scan its QR code again.`
      : `开发服务拒绝了此页面（${response.status}），请重新扫描二维码。`,
  );
}

/** The phone's back gesture goes back a page of the mini-program instead of leaving it. */
function followBackGesture(phone: Phone): void {
  history.pushState(null, "");
  addEventListener("popstate", () => {
    history.pushState(null, "");
    phone.back();
  });
}

/** Brings what the developer saves into the mini-program: styles and templates as it runs, a script by a new start. */
function followCompilations(phone: Phone): void {
  let running: string | undefined;
  /** Whether the frame runs the bundle `running`; one that is being loaded may have got a later one. */
  let isLoaded = false;
  phone.on("ready", () => {
    isLoaded = true;
  });
  const update = (hash: string, change: CompiledMessage["change"]) => {
    const before = running;
    running = hash;
    if (before === undefined || (before === hash && !change)) return;
    if (isLoaded && change?.from === before && applyHotChange(phone.frame, change.change)) return;
    isLoaded = false;
    phone.reload({ keepStack: true });
  };
  const connect = () => {
    const socket = new WebSocket(`${socketOrigin()}${EVENTS_PATH}`);
    socket.onmessage = ({ data }) => {
      const { type, state, change } = JSON.parse(String(data)) as CompiledMessage;
      if (type === "compiled" && state?.phase === "ready" && state.hash) update(state.hash, change);
    };
    socket.onclose = () => setTimeout(connect, RETRY_DELAY);
  };
  connect();
}

function socketOrigin(): string {
  return location.origin.replace(/^http/, "ws");
}

start().catch((error: unknown) => {
  const notice = document.createElement("div");
  notice.id = "notice";
  notice.setAttribute("role", "alert");
  notice.textContent = error instanceof Error ? error.message : String(error);
  document.body.replaceChildren(notice);
});
