import type { Producer } from "mediasoup-client/types";
import type { VideoLayers } from "./video-layers.js";

/** The parameters of the browser's sender; mediasoup-client's own type leaves `active` out. */
type Parameters = RTCRtpSendParameters;

/**
 * Changes how a producer encodes while it runs: which layers are sent, and how large and good they are. Changes are
 * made one after the other, because the browser takes only parameters that it has just handed out.
 */
export class LayerSwitch {
  readonly #producer: Producer;
  #wanted = Number.POSITIVE_INFINITY;
  #limit: number | undefined;
  /** Of the encodings as they were given at first. */
  #bitrates: (number | undefined)[] | undefined;
  #layers: VideoLayers | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(producer: Producer) {
    this.#producer = producer;
  }

  /** So many layers, from the smallest on, are of use to anybody. */
  setWanted(layers: number): Promise<void> {
    this.#wanted = layers;
    return this.#apply();
  }

  /** Not more bits per second than these, by the smallest layer alone; undefined for as many as suit the layers. */
  setLimit(bitrate: number | undefined): Promise<void> {
    this.#limit = bitrate;
    return this.#apply();
  }

  setLayers(layers: VideoLayers): Promise<void> {
    this.#layers = layers;
    return this.#apply();
  }

  #apply(): Promise<void> {
    this.#work = this.#work.catch(() => {}).then(() => this.#step());
    return this.#work;
  }

  async #step(): Promise<void> {
    const sender = this.#producer.rtpSender;
    if (!sender || this.#producer.closed) return;
    const parameters: Parameters = sender.getParameters();
    this.#bitrates ??= parameters.encodings.map(({ maxBitrate }) => maxBitrate);
    const limit = this.#limit ?? Number.POSITIVE_INFINITY;
    const wanted = this.#limit === undefined ? this.#wanted : Math.min(this.#wanted, 1);
    let isChanged = false;
    for (const [index, encoding] of parameters.encodings.entries()) {
      const given = this.#layers?.encodings[index];
      const bitrate = Math.min(given?.maxBitrate ?? this.#bitrates[index] ?? Number.POSITIVE_INFINITY, limit);
      const maxBitrate = Number.isFinite(bitrate) ? bitrate : undefined;
      const next = { active: index < wanted, ...given, maxBitrate };
      // A property that is gone from the configuration goes back to the browser's own default.
      if (this.#layers && !("scaleResolutionDownBy" in next)) Object.assign(next, { scaleResolutionDownBy: 1 });
      for (const [name, value] of Object.entries(next)) {
        if (encoding[name as keyof typeof encoding] === value) continue;
        Object.assign(encoding, { [name]: value });
        isChanged = true;
      }
    }
    if (isChanged) await sender.setParameters(parameters);
  }
}
