import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SIGNALING_PATH } from "@lianmai/protocol";
import { type App, type HttpHandler, type Listener, listen, RtcService, type RtcServiceOptions } from "@lianmai/server";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { build } from "esbuild";
import { pino } from "pino";
import { root } from "../harness/index.js";

export interface TokenOptions {
  expireAt?: number;
  appId?: string;
  appKey?: string;
  publish?: boolean;
  subscribe?: boolean;
}

/** The RTC service alone on loopback, and a page with the client in it beside it. */
export class TestService {
  readonly log: string[] = [];
  service!: RtcService;
  app!: App;
  #listener!: Listener;

  private constructor(
    private readonly dataDir: string,
    private readonly mediaPort: number,
    private readonly script: string,
  ) {}

  static async start(options: Partial<RtcServiceOptions> = {}): Promise<TestService> {
    const service = new TestService(
      await mkdtemp(join(tmpdir(), "lianmai-client-")),
      await freePort(),
      await bundlePage(),
    );
    await service.#open(0, options);
    return service;
  }

  get port(): number {
    return this.#listener.port;
  }

  get pageUrl(): string {
    return `http://127.0.0.1:${this.port}/client-page`;
  }

  /** The signalling, here or behind a proxy on another port. */
  rtcUrl(port = this.port): string {
    return `ws://127.0.0.1:${port}${SIGNALING_PATH}`;
  }

  /** The process ids of the media workers that are up, by what the log says. */
  get workerPids(): number[] {
    const lines = this.log.map((line) => JSON.parse(line) as { msg?: string; workerPid?: number });
    return lines.flatMap(({ msg, workerPid }) => (msg === "media worker up" && workerPid ? [workerPid] : []));
  }

  token(roomId: string, userId: string, options: TokenOptions = {}): string {
    const { expireAt, appId = this.app.appId, appKey = this.app.appKey, publish = true, subscribe = true } = options;
    const token = new AccessToken({ appId, roomId, userId, ...(expireAt === undefined ? {} : { expireAt }) });
    if (publish) token.grant(Privilege.PublishStream);
    if (subscribe) token.grant(Privilege.SubscribeStream);
    return token.serialize(appKey);
  }

  /** What `join()` takes. */
  join(roomId: string, userId: string, options: TokenOptions = {}) {
    return { appId: this.app.appId, roomId, userId, token: this.token(roomId, userId, options) };
  }

  /** Stops the whole service and starts it again on the same ports with the same data. */
  async restart(): Promise<void> {
    const { port } = this;
    await this.#shut();
    await this.#open(port, {});
  }

  async close(): Promise<void> {
    await this.#shut();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #open(port: number, options: Partial<RtcServiceOptions>): Promise<void> {
    this.service = await RtcService.start({
      dataDir: this.dataDir,
      media: { listenIps: [{ ip: "127.0.0.1" }], basePort: this.mediaPort, workers: 1 },
      logger: pino({ level: "info" }, { write: (line: string) => void this.log.push(line) }),
      ...options,
    });
    this.#listener = await listen({ host: "127.0.0.1", port, handlers: [this.service, pageHandler(this.script)] });
    [this.app] = (await this.service.apps.list()) as [App];
  }

  async #shut(): Promise<void> {
    await this.service.close();
    await this.#listener.close();
  }
}

function pageHandler(script: string): HttpHandler {
  const html = "<!doctype html><meta charset=utf-8><title>client</title><script src=/client-page.js></script>";
  return {
    handleRequest(request, response) {
      const isScript = request.url === "/client-page.js";
      if (!isScript && request.url !== "/client-page") return false;
      response.setHeader("content-type", `${isScript ? "text/javascript" : "text/html"}; charset=utf-8`);
      response.end(isScript ? script : html);
      return true;
    },
  };
}

async function bundlePage(): Promise<string> {
  const result = await build({
    entryPoints: [join(root, "e2e", "client", "page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    conditions: ["lianmai-source"],
    logLevel: "silent",
  });
  return result.outputFiles[0]?.text ?? "";
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
