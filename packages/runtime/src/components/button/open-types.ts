import type { Environment } from "../../kernel/environment.js";
import type { BuiltinElement } from "../builtin-element.js";

/** Words of `open-type` that stand on services of the platform, with the event that tells how it went. */
const UNAVAILABLE: Readonly<Record<string, string>> = {
  getPhoneNumber: "getphonenumber",
  contact: "contact",
  im: "im",
  platformIm: "im",
  addShortcut: "addshortcut",
  openAwemeUserProfile: "openawemeuserprofile",
  navigateToVideoView: "navigatetovideoview",
  addCalendarEvent: "addcalendarevent",
  joinGroup: "joingroup",
  privateMessage: "privatemessage",
  authorizePrivateMessage: "authorizeprivatemessage",
};

/**
 * Does what a button's `open-type` says: `share` and `openSetting`. One that stands on a service of the platform tells
 * so, in a warning and in its event; a word that is none is ignored, as on the platform.
 */
export function openByType(openType: string, element: BuiltinElement<unknown>, environment: Environment): void {
  const { host, sharing, warn } = environment;
  const failed = (error: unknown) => warn(`<button open-type="${openType}"> in ${element.ownerPath}: ${String(error)}`);
  if (openType === "share") {
    sharing.share("button", { id: element.id, dataset: element.dataset }).catch(failed);
  } else if (openType === "openSetting") {
    host
      .openSettings()
      .then(() => element.emit("opensetting", { errMsg: "openSetting:ok" }))
      .catch(failed);
  } else if (Object.hasOwn(UNAVAILABLE, openType)) {
    failed("it belongs to a service of the original platform that does not exist here");
    element.emit(UNAVAILABLE[openType] ?? "", { errMsg: `${openType}:fail not supported` });
  }
}
