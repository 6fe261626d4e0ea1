import { ID_PATTERN, RtcError, SIGNALING_PATH } from "@lianmai/client";
import { Backend, BackendError } from "./backend.js";
import { Call } from "./call.js";
import { CallView } from "./call-view.js";
import { Devices } from "./devices.js";
import { type HomeFields, HomeView } from "./home-view.js";
import { pickLanguage, Texts } from "./text.js";

/**
 * What the address may say: `backend` (the business server, default this page's origin), `rtc` (the signalling,
 * default this page's host), `room`, `name`, `user` (begins with `web-`) and `lang`.
 */
const query = new URLSearchParams(location.search);
const texts = new Texts(pickLanguage(query, navigator.language));
const backend = new Backend(query.get("backend") ?? "");
const devices = new Devices();
const userId = query.get("user") ?? `web-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;
const rtcUrl =
  query.get("rtc") ?? `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${SIGNALING_PATH}`;
const app = document.querySelector<HTMLElement>("#app");
if (!app) throw new Error("index.html has no element #app");

document.documentElement.lang = texts.language;
document.title = texts.of("title");

let fields: HomeFields = {
  name: query.get("name") ?? (texts.language === "en" ? `Guest ${userId.slice(-3)}` : `访客 ${userId.slice(-3)}`),
  roomId: query.get("room") ?? "lianmai",
};

function showHome(error?: RtcError): void {
  const home = new HomeView(devices, texts, fields, (given) => {
    fields = given;
    void enter(home);
  });
  const update = () => home.update();
  devices.removeAllListeners();
  devices.on("changed", update);
  devices.on("failed", (_device, failure) => home.showError("device", texts.error(failure)));
  app?.replaceChildren(home.root);
  if (error) home.showError("call", texts.error(error));
}

async function enter(home: HomeView): Promise<void> {
  const { name, roomId } = fields;
  if (name === "") return home.showError("name", texts.of("nameNeeded"));
  if (!ID_PATTERN.test(roomId)) return home.showError("room", texts.of("roomRule"));
  home.setBusy(true);
  const call = new Call(rtcUrl, devices, backend, texts);
  try {
    await call.join(roomId, userId, name);
    showCall(call, roomId);
  } catch (error) {
    await call.leave();
    home.setBusy(false);
    if (error instanceof RtcError) home.showError("call", texts.error(error));
    else if (error instanceof BackendError) {
      home.showError("call", error.reached ? error.message : texts.of("noBackend"));
    } else throw error;
  }
}

function showCall(call: Call, roomId: string): void {
  const leave = () => {
    view.close();
    void call.leave();
    showHome();
  };
  const view = new CallView(devices, texts, roomId, { leave, playSound: () => void call.playSound() });
  const update = () => {
    view.update();
    view.show(call.members());
  };
  devices.off("failed");
  devices.on("changed", update);
  devices.on("failed", (_device, error) => view.notify(texts.error(error)));
  call.on("changed", update);
  call.on("failed", (error) => view.notify(texts.error(error)));
  call.on("reconnecting", (on) => view.notify(on ? texts.of("reconnecting") : ""));
  call.on("soundBlocked", () => view.offerSound());
  call.on("ended", (error) => {
    view.close();
    showHome(error);
  });
  app?.replaceChildren(view.root);
  update();
}

showHome();
void devices.setCamera(query.get("camera") !== "off");
void devices.setMicrophone(query.get("microphone") !== "off");
