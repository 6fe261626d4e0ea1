import { RtcError } from "../errors/rtc-error.js";

/**
 * The browser's devices.
 * @throws RtcError `insecure_context` or `unsupported_browser` where there are none.
 */
export function mediaDevices(): MediaDevices {
  // The type of the DOM says that it is always there, but pages that are not secure do not have it.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices) return devices;
  throw globalThis.isSecureContext === false ? RtcError.insecureContext() : RtcError.unsupportedBrowser();
}
