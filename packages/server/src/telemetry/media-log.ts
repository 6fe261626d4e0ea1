import type { EventEmitter } from "eventemitter3";
import type { Logger } from "pino";
import type { MediasoupEngineEvents } from "../media/mediasoup/mediasoup-engine.js";

/** Writes the life of the media workers to the log. */
export function logWorkers(events: EventEmitter<MediasoupEngineEvents>, logger: Logger): void {
  events.on("workerUp", (worker, workerPid) => logger.info({ worker, workerPid }, "media worker up"));
  events.on("workerDied", (worker, err) => logger.error({ worker, err }, "media worker died, starting it again"));
  events.on("workerRestartFailed", (worker, err) => {
    logger.error({ worker, err }, "media worker could not be started again, trying once more");
  });
}
