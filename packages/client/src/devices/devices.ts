import { RtcError } from "../errors/rtc-error.js";
import { deviceError } from "./device-error.js";
import { mediaDevices } from "./media-devices.js";

export interface CameraOptions {
  /** Which way it looks. Default `front`. A machine with one camera gives that one for either. */
  facing?: "front" | "back";
  /** Exactly this device, an id of `listDevices()`; `facing` is ignored then. */
  deviceId?: string;
  /** Wished size in pixels and frames per second; the camera may give others. Default 640 x 480 at 15. */
  width?: number;
  height?: number;
  frameRate?: number;
}

export interface MicrophoneOptions {
  /** Exactly this device, an id of `listDevices()`. */
  deviceId?: string;
  /** All three are on by default. */
  echoCancellation?: boolean;
  noiseSuppression?: boolean;
  autoGainControl?: boolean;
}

/**
 * Opens a camera. The track is the caller's: `stop()` switches the camera off.
 * @throws RtcError `permission_denied`, `device_not_found`, `device_in_use` or `insecure_context`.
 */
export async function openCamera(options: CameraOptions = {}): Promise<MediaStreamTrack> {
  const { facing = "front", deviceId, width = 640, height = 480, frameRate = 15 } = options;
  const which: MediaTrackConstraints =
    deviceId === undefined
      ? { facingMode: { ideal: facing === "front" ? "user" : "environment" } }
      : { deviceId: { exact: deviceId } };
  const size = { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: frameRate } };
  const stream = await open("camera", { video: { ...which, ...size } });
  return firstTrack("camera", stream.getVideoTracks());
}

/**
 * Opens a microphone. The track is the caller's: `stop()` switches the microphone off.
 * @throws RtcError `permission_denied`, `device_not_found`, `device_in_use` or `insecure_context`.
 */
export async function openMicrophone(options: MicrophoneOptions = {}): Promise<MediaStreamTrack> {
  const { deviceId, echoCancellation = true, noiseSuppression = true, autoGainControl = true } = options;
  const which = deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
  const stream = await open("microphone", {
    audio: { ...which, echoCancellation, noiseSuppression, autoGainControl },
  });
  return firstTrack("microphone", stream.getAudioTracks());
}

/**
 * The devices of a kind. Their labels are empty until the page has been allowed to use one.
 * @throws RtcError `insecure_context`.
 */
export async function listDevices(kind: MediaDeviceKind): Promise<MediaDeviceInfo[]> {
  const all = await mediaDevices().enumerateDevices();
  return all.filter((device) => device.kind === kind);
}

/**
 * Tells when devices come and go, until the returned function is called. Where there are no devices, never.
 * @param changed what to call; `listDevices` has the new list then.
 */
export function watchDevices(changed: () => void): () => void {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  devices?.addEventListener("devicechange", changed);
  return () => devices?.removeEventListener("devicechange", changed);
}

async function open(device: string, constraints: MediaStreamConstraints): Promise<MediaStream> {
  const devices = mediaDevices();
  try {
    return await devices.getUserMedia(constraints);
  } catch (cause) {
    throw deviceError(device, cause);
  }
}

function firstTrack(device: string, tracks: MediaStreamTrack[]): MediaStreamTrack {
  const [track] = tracks;
  if (!track) throw RtcError.deviceNotFound(device);
  return track;
}
