import { collectDefaultMetrics, Registry } from "prom-client";
import type { MediasoupEngine } from "../../media/mediasoup/mediasoup-engine.js";
import type { RoomService } from "../../rooms/room-service.js";
import type { SignalingServer } from "../../signaling/signaling-server.js";
import { type ApiAnswer, measureApi } from "./api-metrics.js";
import { measureMedia } from "./media-metrics.js";
import { measureRooms } from "./room-metrics.js";
import { measureSignaling } from "./signaling-metrics.js";
import { measureStores, type StoreSources } from "./store-metrics.js";

export interface MetricsSources extends StoreSources {
  rooms: RoomService;
  media: MediasoupEngine;
  signaling: SignalingServer;
}

/**
 * What the service counts, for Prometheus. Names and labels are documented in docs/operations.md and stay; no label has
 * an id of a room or user, of which there can be any number.
 */
export class Metrics {
  private readonly registry = new Registry();
  /** Counts an answer of the OpenAPI. */
  readonly countApi: (answer: ApiAnswer) => void;

  constructor() {
    // Of this process: CPU, memory, open files, garbage collection, lag of the event loop.
    collectDefaultMetrics({ register: this.registry });
    this.countApi = measureApi(this.registry);
  }

  /** Begins to count. To be called once, before anything happens. */
  follow(sources: MetricsSources): void {
    measureRooms(this.registry, sources.rooms);
    measureMedia(this.registry, sources.media);
    measureSignaling(this.registry, sources.signaling);
    measureStores(this.registry, sources);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** All metrics in Prometheus' text form. */
  async read(): Promise<string> {
    return await this.registry.metrics();
  }
}
