import { Device } from "mediasoup-client";
import type { Transport } from "mediasoup-client/types";
import { firstFrame } from "./first-frame.js";

// biome-ignore lint/suspicious/noExplicitAny: the bare system checks nothing of what arrives.
type Data = any;

/** Requests over one WebSocket, answered by id. */
class Connection {
  #next = 0;
  readonly #waiting = new Map<number, { resolve: (data: Data) => void; reject: (error: Error) => void }>();

  private constructor(private readonly socket: WebSocket) {
    socket.onmessage = ({ data }) => {
      const { id, data: answer, error } = JSON.parse(data);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(error));
    };
  }

  static open(url: string): Promise<Connection> {
    const socket = new WebSocket(url);
    return new Promise((resolve, reject) => {
      socket.onopen = () => resolve(new Connection(socket));
      socket.onerror = () => reject(new Error(`no connection to ${url}`));
    });
  }

  request(method: string, data?: Data): Promise<Data> {
    const id = this.#next++;
    this.socket.send(JSON.stringify({ id, method, data }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  close(): void {
    this.socket.close();
  }
}

function connectWhenAsked(connection: Connection, transport: Transport): void {
  transport.on("connect", ({ dtlsParameters }, done, failed) => {
    connection.request("connect", { transportId: transport.id, dtlsParameters }).then(done, failed);
  });
}

/** Publishes a camera track; it is published until the page goes away. */
export async function publishBare(url: string, track: MediaStreamTrack, maxBitrate: number): Promise<void> {
  const connection = await Connection.open(url);
  const device = new Device();
  await device.load({ routerRtpCapabilities: await connection.request("capabilities") });
  const transport = device.createSendTransport(await connection.request("createTransport"));
  connectWhenAsked(connection, transport);
  transport.on("produce", ({ kind, rtpParameters }, done, failed) => {
    connection.request("produce", { transportId: transport.id, kind, rtpParameters }).then(done, failed);
  });
  await transport.produce({ track, encodings: [{ maxBitrate }], stopTracks: false });
}

/**
 * Joins, waits for the first picture, and leaves.
 *
 * @returns Milliseconds from the call to the picture.
 */
export async function viewBare(url: string, video: HTMLVideoElement): Promise<number> {
  const started = performance.now();
  const connection = await Connection.open(url);
  const device = new Device();
  await device.load({ routerRtpCapabilities: await connection.request("capabilities") });
  const transport = device.createRecvTransport(await connection.request("createTransport"));
  connectWhenAsked(connection, transport);
  const { rtpCapabilities } = device;
  const offered = await connection.request("consume", { transportId: transport.id, rtpCapabilities });
  const consumer = await transport.consume(offered);
  const shown = firstFrame(video, consumer.track);
  await connection.request("resume");
  const at = await shown;
  transport.close();
  connection.close();
  return at - started;
}
