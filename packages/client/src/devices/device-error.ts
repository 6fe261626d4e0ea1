import { RtcError } from "../errors/rtc-error.js";

/** What `getUserMedia` and `getDisplayMedia` threw, as an `RtcError`. `device` is a word for the message. */
export function deviceError(device: string, cause: unknown): RtcError {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : "";
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
    // Old names of some WebViews.
    case "PermissionDeniedError":
      return RtcError.permissionDenied(device, cause);
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return RtcError.deviceNotFound(device, cause);
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return RtcError.deviceInUse(device, cause);
    default:
      return RtcError.from(cause);
  }
}
