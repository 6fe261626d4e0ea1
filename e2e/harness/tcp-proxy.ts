import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Stands between a client and a server on loopback, and is as bad a network as the test says. */
export class TcpProxy {
  readonly #sockets = new Set<Socket>();
  #state: "up" | "frozen" | "down" = "up";

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {}

  /** @param target Port on loopback that everything goes to. */
  static async start(target: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, target);
    server.on("connection", (socket) => proxy.#carry(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Cuts all connections at once; new ones are taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  /** Cuts all connections and refuses new ones. */
  down(): void {
    this.#state = "down";
    this.cut();
  }

  /** Carries nothing any more in either direction, without a word: as when the radio is gone. */
  freeze(): void {
    this.#state = "frozen";
    for (const socket of this.#sockets) socket.pause();
  }

  /** A good network again. What was frozen is cut, as a path that changed cuts it. */
  up(): void {
    if (this.#state === "frozen") this.cut();
    this.#state = "up";
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #carry(near: Socket): void {
    if (this.#state === "down") {
      near.destroy();
      return;
    }
    const far = connect(this.target, "127.0.0.1");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("data", (data) => {
        if (this.#state !== "frozen") other.write(data);
      });
      socket.on("close", () => {
        this.#sockets.delete(socket);
        // A frozen network does not tell either side that the other has gone.
        if (this.#state !== "frozen") other.destroy();
      });
    }
  }
}
