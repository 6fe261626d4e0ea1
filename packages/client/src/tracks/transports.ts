import type { MediasoupObject, MethodResult, TransportInfo } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import { Device } from "mediasoup-client";
import type {
  ConnectionState,
  DtlsParameters,
  HandlerFactory,
  IceCandidate,
  IceParameters,
  RtpCapabilities,
  Transport,
} from "mediasoup-client/types";
import { RtcError } from "../errors/rtc-error.js";
import type { Logger } from "../logging/logger.js";
import type { SendRequest } from "../signaling/messages.js";

/** Milliseconds that a path may be interrupted before ICE is restarted: shorter ones mend themselves. */
const INTERRUPTION = 1_500;
/** Milliseconds after a restart of ICE until the next try. */
const RESTART_WAIT = 8_000;
/** Restarts in a row without success after which new transports are the better hope. */
const MAX_RESTARTS = 3;

export interface TransportsEvents {
  /** The path of a transport does not answer any more; it may come back by itself. */
  interrupted: [];
  /** Media cannot be brought to flow over these transports any more. */
  failed: [error: RtcError];
}

export interface TransportsOptions {
  handlerFactory: HandlerFactory;
  /** The answer to `join`. */
  session: Pick<MethodResult<"join">, "routerRtpCapabilities" | "sendTransport" | "receiveTransport">;
  request: SendRequest;
  logger: Logger;
}

/** The two WebRTC transports of a session, and what keeps them connected. */
export class Transports extends EventEmitter<TransportsEvents> {
  readonly device: Device;
  readonly send: Transport;
  readonly receive: Transport;
  readonly #links: readonly TransportLink[];

  /**
   * Loads the device with what the router can do and makes both transports. No packet is sent yet.
   * @throws RtcError `unsupported_browser` when browser and router share no codec or the browser refuses.
   */
  static async open(options: TransportsOptions): Promise<Transports> {
    try {
      const router = asMediasoup<RtpCapabilities>(options.session.routerRtpCapabilities);
      const [sender, receiver] = [withoutRtx(router), router].map(async (routerRtpCapabilities) => {
        const device = new Device({ handlerFactory: options.handlerFactory });
        await device.load({ routerRtpCapabilities });
        return device;
      });
      return new Transports(await (sender as Promise<Device>), await (receiver as Promise<Device>), options);
    } catch (cause) {
      throw RtcError.unsupportedBrowser(cause);
    }
  }

  private constructor(device: Device, receiver: Device, { session, request, logger }: TransportsOptions) {
    super();
    this.device = device;
    this.send = device.createSendTransport(transportOptions(session.sendTransport));
    this.receive = receiver.createRecvTransport(transportOptions(session.receiveTransport));
    const fail = (error: RtcError) => void this.emit("failed", error);
    this.#links = [this.send, this.receive].map((transport) => new TransportLink(transport, request, logger, fail));
    for (const transport of [this.send, this.receive]) {
      transport.on("connectionstatechange", (state) => {
        if (state === "disconnected" || state === "failed") this.emit("interrupted");
      });
    }
    // The id of a producer is this side's own; the server's id of a publication comes with the answer to `publish`.
    let producers = 0;
    this.send.on("produce", (_parameters, callback) => callback({ id: `producer-${++producers}` }));
  }

  /** The signalling came back: repeats what may not have arrived, and restarts ICE where no media flows. */
  handleResumed(): void {
    for (const link of this.#links) link.handleResumed();
  }

  /** The machine moved to another network: the old path is dead although nobody has noticed yet. */
  handleNetworkChanged(): void {
    for (const link of this.#links) link.restartIce();
  }

  close(): void {
    this.removeAllListeners();
    for (const link of this.#links) link.close();
    this.send.close();
    this.receive.close();
  }
}

/**
 * The same without RTX. What is sent is repeated in its own stream instead: mediasoup passes over a packet that comes
 * by RTX before any later one does, and never asks for it again, so that with RTX the copies that browsers send to
 * measure the bandwidth lose for good what they repeat whenever the first copy was lost.
 */
function withoutRtx(capabilities: RtpCapabilities): RtpCapabilities {
  const codecs = capabilities.codecs?.filter(({ mimeType }) => !/\/rtx$/i.test(mimeType)) ?? [];
  return { ...capabilities, codecs };
}

/** Watches one transport: answers its `connect`, and restarts its ICE when the path is interrupted. */
class TransportLink {
  readonly #transport: Transport;
  readonly #request: SendRequest;
  readonly #logger: Logger;
  readonly #fail: (error: RtcError) => void;
  #unanswered: DtlsParameters | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restarts = 0;
  #closed = false;

  constructor(transport: Transport, request: SendRequest, logger: Logger, fail: (error: RtcError) => void) {
    this.#transport = transport;
    this.#request = request;
    this.#logger = logger;
    this.#fail = fail;
    transport.on("connect", ({ dtlsParameters }, callback) => {
      // The server handles requests in order, so nothing is gained by waiting for its answer before going on.
      callback();
      this.#unanswered = dtlsParameters;
      this.#tellConnect();
    });
    transport.on("connectionstatechange", (state) => this.#handleState(state));
  }

  handleResumed(): void {
    this.#tellConnect();
    const state = this.#transport.connectionState;
    if (state === "disconnected" || state === "failed") this.restartIce();
  }

  restartIce(): void {
    if (this.#closed || this.#transport.connectionState === "new") return;
    clearTimeout(this.#timer);
    // One that is connected still has not failed so far; its state may stay the same all through the restart.
    if (this.#transport.connectionState === "connected") this.#restarts = 0;
    if (this.#restarts >= MAX_RESTARTS) {
      this.#fail(RtcError.mediaLost(`no media path to the server after ${MAX_RESTARTS} restarts of ICE`));
      return;
    }
    this.#restarts += 1;
    this.#timer = setTimeout(() => {
      if (this.#transport.connectionState !== "connected") this.restartIce();
    }, RESTART_WAIT);
    this.#restart().catch((error: unknown) => {
      this.#logger.debug("a restart of ICE failed", error);
      if (!(error instanceof RtcError) || error.reason !== "server_unreachable") return;
      // Without signalling nothing can be restarted; `handleResumed` does it, with all its tries left.
      this.#restarts = 0;
      clearTimeout(this.#timer);
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #restart(): Promise<void> {
    const { iceParameters } = await this.#request("restartIce", { transportId: this.#transport.id });
    if (!this.#closed) await this.#transport.restartIce({ iceParameters: asMediasoup<IceParameters>(iceParameters) });
  }

  #tellConnect(): void {
    const dtlsParameters = this.#unanswered;
    if (!dtlsParameters) return;
    this.#request("connectTransport", { transportId: this.#transport.id, dtlsParameters }).then(
      () => {
        this.#unanswered = undefined;
      },
      (error: RtcError) => {
        // Without an answer it is told again after the resume; a refusal then means that it had arrived before.
        if (error.reason !== "server_unreachable") this.#unanswered = undefined;
        this.#logger.debug("connecting a transport was refused or got no answer", error);
      },
    );
  }

  #handleState(state: ConnectionState): void {
    this.#logger.debug(`the ${this.#transport.direction} transport is ${state}`);
    if (state === "connected") {
      this.#restarts = 0;
      clearTimeout(this.#timer);
    } else if (state === "disconnected") {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.restartIce(), INTERRUPTION);
    } else if (state === "failed") {
      this.restartIce();
    }
  }
}

function transportOptions(info: TransportInfo) {
  return {
    id: info.id,
    iceParameters: asMediasoup<IceParameters>(info.iceParameters),
    iceCandidates: info.iceCandidates.map((candidate) => asMediasoup<IceCandidate>(candidate)),
    dtlsParameters: asMediasoup<DtlsParameters>(info.dtlsParameters),
  };
}

/** The wire schema leaves mediasoup's structures to mediasoup, which checks them when it takes them. */
export function asMediasoup<T>(object: MediasoupObject): T {
  return object as T;
}
