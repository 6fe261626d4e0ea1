import type { Publication, Size, Source } from "@lianmai/protocol";
import type { Producer } from "mediasoup-client/types";
import type { LayerSwitch } from "./layer-switch.js";
import type { PublishOptions } from "./publish-options.js";

/** What the caller wants of a source. */
export interface Wish {
  track: MediaStreamTrack;
  /** Replaced as a whole when the encoder is set anew. */
  options: PublishOptions;
  muted: boolean;
  /** Whether the system holds the device back. */
  interrupted: boolean;
  unwatch(): void;
}

/** One source: what is wanted, and how far it has come true. */
export interface Slot {
  readonly source: Source;
  wish: Wish | undefined;
  /** Sends the track in this session's transports. */
  producer: Producer | undefined;
  /** The layers that the producer sends; undefined for sound and for encodings of the caller's own. */
  layers: readonly Size[] | undefined;
  /** Changes the encoding of the producer. */
  switch: LayerSwitch | undefined;
  /** The server's id of the publication, once it has answered. */
  publicationId: string | undefined;
  /** The muted state that the server knows. */
  toldMuted: boolean;
  /** The publication that this side is taking back now. */
  ending: string | undefined;
  /** What the room was told of it. Outlives the session: a publication that is being made anew has not ended. */
  announced: Publication | undefined;
  /** The work that brings the two together, while it is under way. */
  work: Promise<void> | undefined;
}

/** A producer that is closed meanwhile is no failure: the worker sees it and makes another. */
export async function setTrack(producer: Producer, track: MediaStreamTrack | null): Promise<void> {
  try {
    await producer.replaceTrack({ track });
  } catch (error) {
    if (!producer.closed) throw error;
  }
}

export function emptySlot(source: Source): Slot {
  return {
    source,
    wish: undefined,
    producer: undefined,
    layers: undefined,
    switch: undefined,
    publicationId: undefined,
    toldMuted: false,
    ending: undefined,
    announced: undefined,
    work: undefined,
  };
}
