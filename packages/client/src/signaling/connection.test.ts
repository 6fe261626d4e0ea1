import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_CONNECTION_TIMES, SignalingConnection } from "./connection.js";
import type { WebSocketConstructor } from "./socket.js";

/** A browser's socket on a way that loses the first packets of the first so many sockets. */
function lossySockets(lost: number) {
  const made: { at: number; closed: boolean }[] = [];
  class LossySocket extends EventTarget {
    readyState = 0;
    readonly record = { at: performance.now(), closed: false };

    constructor(readonly url: string) {
      super();
      if (made.push(this.record) <= lost) return;
      setTimeout(() => {
        this.readyState = 1;
        this.dispatchEvent(new Event("open"));
      }, 10);
    }
    send(): void {}
    close(): void {
      this.record.closed = true;
    }
  }
  return { made, webSocket: LossySocket as unknown as WebSocketConstructor };
}

describe("SignalingConnection.open", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  async function open(lost: number, rtt?: number) {
    vi.stubGlobal("navigator", rtt === undefined ? {} : { connection: { rtt } });
    const { made, webSocket } = lossySockets(lost);
    const began = performance.now();
    const opened = SignalingConnection.open({
      url: "ws://example.com",
      webSocket,
      logger: { debug() {}, warn() {} },
      times: DEFAULT_CONNECTION_TIMES,
      signal: new AbortController().signal,
    }).then(
      (connection) => {
        connection.close();
        return performance.now() - began;
      },
      (error: unknown) => error,
    );
    await vi.advanceTimersByTimeAsync(20_000);
    return { result: await opened, at: made.map((socket) => Math.round(socket.at - began)), made };
  }

  test("opens one socket where it is answered", async () => {
    expect(await open(0)).toMatchObject({ result: 10, at: [0] });
  });

  test("opens another one where there is no answer, and closes the one before first", async () => {
    const { result, at, made } = await open(2);
    expect(at).toEqual([0, 1_300, 2_600]);
    expect(made.slice(0, 2).map(({ closed }) => closed)).toEqual([true, true]);
    expect(result).toBe(2_610);
  });

  test("waits less for an answer where the browser knows that the way is short, and no longer where it is long", async () => {
    expect((await open(2, 50)).at).toEqual([0, 350, 700]);
    expect((await open(4, 100)).at).toEqual([0, 400, 800, 1_500, 2_725]);
    expect((await open(1, 200)).at).toEqual([0, 800]);
    expect((await open(1, 3_000)).at).toEqual([0, 1_300]);
  });

  test("says that there was no answer when the time is over", async () => {
    const { result } = await open(100);
    expect(result).toMatchObject({ reason: "timeout" });
    expect(String(result)).toContain("ws://example.com did not answer within 10000 ms");
  });
});

describe("SignalingConnection.request on a socket that is closing", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  class ClosingSocket extends EventTarget {
    static last: ClosingSocket;
    readyState = 0;

    constructor(readonly url: string) {
      super();
      ClosingSocket.last = this;
      setTimeout(() => {
        this.readyState = 1;
        this.dispatchEvent(new Event("open"));
      });
    }
    send(): void {}
    close(): void {
      this.readyState = 2;
    }
  }

  /** A socket that the server is closing, and what was said of it. */
  async function closing() {
    const opening = SignalingConnection.open({
      url: "ws://example.com",
      webSocket: ClosingSocket as unknown as WebSocketConstructor,
      logger: { debug() {}, warn() {} },
      times: DEFAULT_CONNECTION_TIMES,
      signal: new AbortController().signal,
    });
    await vi.advanceTimersByTimeAsync(1);
    const connection = await opening;
    const said: string[] = [];
    connection.on("closed", ({ code }) => said.push(`closed ${code}`));
    ClosingSocket.last.readyState = 2;
    connection.request("ping", {}).catch(({ reason }) => said.push(reason));
    return { connection, said, socket: ClosingSocket.last };
  }

  test("fails when it is closed, so that whoever tries again lets the page go on", async () => {
    const { said, socket } = await closing();
    await vi.advanceTimersByTimeAsync(500);
    expect(said).toEqual([]);
    socket.dispatchEvent(Object.assign(new Event("close"), { code: 4003, reason: "" }));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(said).toEqual(["closed 4003", "server_unreachable"]);
  });

  test("takes it for closed after a second", async () => {
    const { connection, said } = await closing();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(said).toEqual([expect.stringMatching(/^closed /), "server_unreachable"]);
    await expect(connection.request("ping", {})).rejects.toMatchObject({ reason: "server_unreachable" });
  });
});
