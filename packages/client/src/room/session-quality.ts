import type { Transport } from "mediasoup-client/types";
import type { Paths } from "../quality/measure.js";
import { NetworkMonitor } from "../quality/network-monitor.js";
import { PlayoutDelay } from "../quality/playout-delay.js";
import { StillPictures } from "../quality/still-pictures.js";
import { reportStreams } from "../quality/stream-report.js";
import { VideoAllowance } from "../quality/video-allowance.js";
import type { SendRequest } from "../signaling/messages.js";
import { StatsCollector } from "../stats/collector.js";
import type { RoomStats } from "../stats/stats.js";
import type { LocalTracks } from "../tracks/local-tracks.js";
import type { RemoteTracks } from "../tracks/remote-tracks.js";
import type { Transports } from "../tracks/transports.js";

/** What of a session is measured, and who is told. */
export interface MeasuredSession {
  localUserId: string;
  local: LocalTracks;
  remote: RemoteTracks;
  /** Of the session on the server that there is now; undefined on the way back into a room. */
  transports(): Transports | undefined;
  /** The visible participants, the local one included. */
  userIds(): Iterable<string>;
  request: SendRequest;
  /** Whether the server has taken this participant in. */
  isJoined(): boolean;
}

/**
 * Measures the ways and the streams of a session, tells the server what it cannot see, grades the ways, and does what
 * helps where packets are lost.
 */
export function monitorSession(session: MeasuredSession): NetworkMonitor {
  const { localUserId, local, remote, transports, userIds, request, isJoined } = session;
  // Each apart, and from that of `Room.getStats()`: their rates are means since the last call of their own.
  const collector = new StatsCollector();
  const pictureCollector = new StatsCollector();
  const monitor = new NetworkMonitor({
    localUserId,
    collect: () => collector.collect(transports(), local.producers(), remote.consumers()),
    paths: () => pathsOf(transports()),
    userIds,
    report: (grades) => request("reportNetwork", grades),
  });
  const playout = new PlayoutDelay((...delay) => remote.setPlayoutDelay(...delay));
  const still = new StillPictures({
    collect: (isWanted) =>
      pictureCollector.collect(
        undefined,
        [],
        remote.consumers().filter(({ userId, source }) => isWanted(userId, source)),
      ),
    ask: (...picture) => remote.requestKeyFrame(...picture),
  });
  const allowance = new VideoAllowance((bitrate) => local.limitVideo(bitrate));
  let reported: RoomStats | undefined;
  monitor.on("measured", (stats) => {
    playout.review(stats);
    still.handleMeasured(stats);
    allowance.handleMeasured(stats);
    const streams = reportStreams(reported, stats, {
      publicationId: (source) => local.publicationId(source),
      subscriptionId: (userId, source) => remote.subscriptionId(userId, source),
    });
    reported = stats;
    // For the history of the call only: a report that does not arrive is missed by nobody.
    if (isJoined() && streams.length > 0) request("reportQuality", { streams }).catch(() => {});
  });
  return monitor;
}

function pathsOf(transports: Transports | undefined): Paths {
  const isDown = (transport: Transport | undefined) =>
    transport === undefined || ["disconnected", "failed", "closed"].includes(transport.connectionState);
  return { isSendDown: isDown(transports?.send), isReceiveDown: isDown(transports?.receive) };
}
