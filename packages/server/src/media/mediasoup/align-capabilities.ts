import type { types } from "mediasoup";

/**
 * Puts the router's numbers into a browser's RTP capabilities.
 *
 * A browser numbers header extensions in its own way, and a client that joins does not know the router's numbers yet.
 * mediasoup compares them as well as the URIs, so as they come nearly every extension would be dropped, that of
 * transport-wide congestion control among them, and with it the feedback that stands on it.
 */
export function alignCapabilities(client: types.RtpCapabilities, router: types.RtpCapabilities): types.RtpCapabilities {
  const receivable = (client.headerExtensions ?? []).filter(
    ({ direction }) => direction === undefined || direction === "sendrecv" || direction === "recvonly",
  );
  const shared = (router.headerExtensions ?? []).filter(({ kind, uri }) =>
    receivable.some((extension) => extension.uri === uri && extension.kind === kind),
  );
  return { ...client, headerExtensions: shared };
}
