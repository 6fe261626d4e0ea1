import { RtcError } from "../errors/rtc-error.js";
import { deviceError } from "./device-error.js";
import { mediaDevices } from "./media-devices.js";

export interface ScreenOptions {
  /** Whether the sound of the tab or system comes too, where browser and user allow it. Default true. */
  audio?: boolean;
  /** Most frames per second. Default 15: a screen is read, and text wants sharpness before motion. */
  frameRate?: number;
}

/** What the user chose to show. Both tracks are the caller's, and end when the user stops sharing. */
export interface SharedScreen {
  screen: MediaStreamTrack;
  /** Only where the user shares sound too. */
  screenAudio?: MediaStreamTrack;
}

/** Whether `openScreen` can work here: in browsers of computers, and in none of phones. */
export function canShareScreen(): boolean {
  return typeof (navigator.mediaDevices as MediaDevices | undefined)?.getDisplayMedia === "function";
}

/**
 * Lets the user choose a screen, window or tab. To be called from a handler of a click or touch. The picture's content
 * hint is `detail`, so that text stays sharp.
 * @throws RtcError `unsupported_browser` where there is no such choice; `permission_denied` when the user chose none;
 * `insecure_context`; `device_in_use`.
 */
export async function openScreen(options: ScreenOptions = {}): Promise<SharedScreen> {
  const { audio = true, frameRate = 15 } = options;
  const devices = mediaDevices();
  if (!canShareScreen()) throw RtcError.screenUnavailable();
  let stream: MediaStream;
  try {
    stream = await devices.getDisplayMedia({ video: { frameRate: { max: frameRate } }, audio });
  } catch (cause) {
    throw deviceError("screen", cause);
  }
  const [screen] = stream.getVideoTracks();
  if (!screen) throw RtcError.deviceNotFound("screen");
  screen.contentHint = "detail";
  const [screenAudio] = stream.getAudioTracks();
  return screenAudio ? { screen, screenAudio } : { screen };
}
