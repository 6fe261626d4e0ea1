import { detectDevice } from "mediasoup-client";
import { Chrome74 } from "mediasoup-client/handlers/Chrome74";
import { Chrome111 } from "mediasoup-client/handlers/Chrome111";
import { Firefox120 } from "mediasoup-client/handlers/Firefox120";
import { Safari12 } from "mediasoup-client/handlers/Safari12";
import type { HandlerFactory, RtpCapabilities } from "mediasoup-client/types";
import { RtcError } from "../errors/rtc-error.js";

/**
 * The part of mediasoup-client that fits this browser.
 * @throws RtcError `unsupported_browser`.
 */
export function detectHandler(): HandlerFactory {
  const name = typeof RTCPeerConnection === "function" ? detectDevice() : undefined;
  switch (name) {
    case "Chrome111":
      return Chrome111.createFactory();
    case "Chrome74":
      return Chrome74.createFactory();
    case "Firefox120":
      return Firefox120.createFactory();
    case "Safari12":
      return Safari12.createFactory();
    default:
      throw RtcError.unsupportedBrowser();
  }
}

type Direction = "sendonly" | "recvonly";

/**
 * Asks the browser for its capabilities once a direction. It takes a peer connection and some milliseconds each
 * time; so it is done while the socket connects, and the answer is also what `Device.load()` gets.
 */
export function rememberCapabilities(factory: HandlerFactory): HandlerFactory {
  const known = new Map<Direction, Promise<RtpCapabilities>>();
  return {
    ...factory,
    getNativeRtpCapabilities({ direction }) {
      const before = known.get(direction);
      if (before) return before;
      const asked = factory.getNativeRtpCapabilities({ direction });
      known.set(direction, asked);
      // A failure is not remembered: the next join asks again.
      asked.catch(() => known.delete(direction));
      return asked;
    },
  };
}
