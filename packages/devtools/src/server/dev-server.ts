import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, join } from "node:path";
import type { Duplex } from "node:stream";
import { EventEmitter } from "eventemitter3";
import { type CompileState, DEV_PATHS, type DevInfo, type ServedChange } from "../messages.js";
import { readBody, sendFailure, sendJson, sendText } from "./answers.js";
import { DebugHub } from "./debug-hub.js";
import { EventChannel } from "./event-channel.js";
import { fileBelow, sendFile } from "./files.js";
import { Identities } from "./identities.js";
import { type PhoneNetwork, PhoneNetworks } from "./network/phone-network.js";
import { SignalingProxy } from "./network/signaling-proxy.js";
import { OriginGuard } from "./origin-guard.js";
import { builtPageFolders, type PageFolders, readPage } from "./page-files.js";
import { findAsset } from "./project-assets.js";
import { ProjectBuild } from "./project-build.js";
import { PROXY_HEADERS, RequestProxy } from "./request-proxy.js";
import { Rewrites } from "./rewrites.js";
import { SocketProxy } from "./socket-proxy.js";
import { textFor } from "./text.js";

export interface DevServerOptions {
  /** Folder of the mini-program project. */
  root: string;
  /** Phones that the simulator opens; default 2. */
  phones?: number;
  /** Where requests of the mini-program for an origin go instead; none by default. */
  rewrites?: Readonly<Record<string, string>>;
  /** Address of this server for real phones, `https://<address>:<port>`; without it no QR code is shown. */
  phoneUrl?: string;
  /** Host names, besides those of this machine, under which this server is reached. */
  names?: readonly string[];
  /** The secret of pages, kept over restarts by the caller; random by default. */
  secret?: string;
  /** The AppSecret that `jscode2session` asks for; any non-empty one is taken by default. */
  appSecret?: string;
  /** Version of Lianmai, shown in the page. */
  version?: string;
  /** Milliseconds after which a request of the mini-program fails; default 60,000. */
  requestTimeout?: number;
  /** Folders of the pages, where they do not lie in the packages. */
  pageFolders?: PageFolders;
}

export interface DevServerEvents {
  /** A compilation ended. The first one ended before `start` resolved. */
  compiled: [state: CompileState, change?: ServedChange];
  /** Something went wrong that the developer should know of. */
  warning: [message: string];
}

const FRAME_PREFIX = "/__app/";
const SIMULATOR_PREFIX = "/__simulator/";
const PHONE_PATH = "/m/";
const SESSION_PATH = "/api/apps/v2/jscode2session";
/** Files of the runtime's browser build beside the frame; everything else there belongs to the project. */
/** Chunks of the runtime have a hash of their content in their names. */
const HASHED_FILE = /^lianmai-[\w-]+\.[\w-]{8}\.js$/;
const RUNTIME_FILE = /^(frame\.html|lianmai-[\w.-]+\.(js|css|map|wasm))$/;
const SMALL_BODY = 64 * 1024;
const PHONE_ID_LIMIT = 200;

interface SocketTaker {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, network?: PhoneNetwork): void;
}

/**
 * Compiles a project, serves it to the simulator and to phones, and stands in for the platform's own services. It
 * opens no port: it is mounted on the one HTTP port of the product.
 */
export class DevServer extends EventEmitter<DevServerEvents> {
  readonly #build: ProjectBuild;
  readonly #options: DevServerOptions;
  readonly #guard: OriginGuard;
  readonly #channel: EventChannel;
  readonly #identities: Identities;
  readonly #proxy: RequestProxy;
  readonly #sockets: SocketProxy;
  readonly #networks = new PhoneNetworks();
  readonly #signaling = new SignalingProxy();
  readonly #hub: DebugHub;
  /** Who takes over the sockets of a path. */
  readonly #takers: ReadonlyMap<string, SocketTaker>;
  readonly #folders: PageFolders;

  /**
   * Compiles the project for the first time and watches it. A project with errors starts as well: the pages show
   * them until they are mended.
   * @throws {DevServerError} `bad-rewrite` where a rewrite is malformed.
   */
  static async start(options: DevServerOptions): Promise<DevServer> {
    const server = new DevServer(options);
    await server.#build.start();
    return server;
  }

  private constructor(options: DevServerOptions) {
    super();
    this.#options = options;
    this.#folders = options.pageFolders ?? builtPageFolders();
    const phoneName = options.phoneUrl ? [new URL(options.phoneUrl).hostname] : [];
    this.#guard = new OriginGuard({
      names: [...(options.names ?? []), ...phoneName],
      ...(options.secret === undefined ? {} : { secret: options.secret }),
    });
    this.#identities = new Identities(options.appSecret === undefined ? {} : { secret: options.appSecret });
    const passing = {
      rewrites: new Rewrites(options.rewrites ?? {}),
      ...(options.requestTimeout === undefined ? {} : { timeout: options.requestTimeout }),
    };
    this.#proxy = new RequestProxy(passing);
    this.#sockets = new SocketProxy(passing);
    this.#hub = new DebugHub(this.#networks);
    this.#build = new ProjectBuild(options.root);
    this.#channel = new EventChannel(() => ({ type: "compiled", state: this.compileState }));
    this.#takers = new Map<string, SocketTaker>([
      [DEV_PATHS.events, this.#channel],
      [DEV_PATHS.socket, this.#sockets],
      [DEV_PATHS.rtc, this.#signaling],
      [DEV_PATHS.debug, this.#hub],
    ]);
    this.#build.on("compiled", (state, change) => {
      this.#channel.broadcast({ type: "compiled", state, ...(change ? { change } : {}) });
      this.emit("compiled", state, change);
    });
    this.#build.on("watchFailed", (error) => {
      this.emit("warning", `The folder cannot be watched any more (${error.message}); restart after saving.`);
    });
  }

  /** How the last compilation went. */
  get compileState(): CompileState {
    return this.#build.state;
  }

  /** The address in the QR code: the mini-program for real phones, with the key that lets them in. */
  get phoneUrl(): string | undefined {
    if (this.#options.phoneUrl === undefined) return undefined;
    const url = new URL(PHONE_PATH, this.#options.phoneUrl);
    url.searchParams.set("key", this.#guard.secret);
    return url.href;
  }

  /** Closes the event channel and stops watching. The HTTP port is its owner's. */
  async close(): Promise<void> {
    this.#channel.close();
    this.#sockets.close();
    this.#signaling.close();
    this.#hub.close();
    this.#networks.close();
    await this.#build.close();
    this.removeAllListeners();
  }

  /** @returns Whether the path was one of ours; it is then answered when the promise resolves. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> {
    const url = requestUrl(request);
    const answer = url && this.#route(url, request, response);
    if (!answer) return false;
    if (!this.#guard.isOurHost(request)) {
      sendFailure(response, 403, "strange-host", textFor(request, "strangeHost"));
      return true;
    }
    return answer().then(() => true);
  }

  /** @returns Whether the socket was for us; it is then taken over or refused. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const pathname = requestUrl(request)?.pathname;
    const taker = this.#takers.get(pathname ?? "");
    if (!taker) return false;
    if (this.#mayCommand(request)) taker.accept(request, socket, head, this.#networkOf(request));
    else socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    return true;
  }

  #route(url: URL, request: IncomingMessage, response: ServerResponse): (() => Promise<void>) | undefined {
    const { pathname } = url;
    const reading = request.method === "GET" || request.method === "HEAD";
    if (reading) {
      if (pathname === "/")
        return () => this.#sendPage(join(this.#folders.simulator, "index.html"), url, request, response);
      if (pathname === PHONE_PATH)
        return () => this.#sendPage(join(this.#folders.runtime, "phone.html"), url, request, response);
      if (pathname === PHONE_PATH.slice(0, -1)) return () => redirect(response, `${PHONE_PATH}${url.search}`);
      if (pathname.startsWith(SIMULATOR_PREFIX)) return () => this.#sendSimulatorFile(pathname, request, response);
      if (pathname.startsWith(FRAME_PREFIX)) return () => this.#sendAppFile(pathname, request, response);
      if (pathname === DEV_PATHS.info)
        return () => this.#command(request, response, async () => sendJson(response, 200, this.#info()));
    }
    if (request.method === "POST") {
      if (pathname === DEV_PATHS.login)
        return () => this.#command(request, response, () => this.#login(request, response));
      if (pathname === DEV_PATHS.fetch)
        return () =>
          this.#command(request, response, () => this.#proxy.handle(request, response, this.#networkOf(request)));
      if (pathname === SESSION_PATH) return () => this.#exchange(request, response);
    }
    return undefined;
  }

  /** The network of the simulated phone that asks; a real phone has its own. */
  #networkOf(request: IncomingMessage): PhoneNetwork | undefined {
    const named = request.headers[PROXY_HEADERS.phone] ?? requestUrl(request)?.searchParams.get("phone");
    return typeof named === "string" ? this.#networks.of(named.slice(0, PHONE_ID_LIMIT)) : undefined;
  }

  #mayCommand(request: IncomingMessage): boolean {
    return this.#guard.isOurHost(request) && this.#guard.isSameOrigin(request) && this.#guard.isAdmitted(request);
  }

  async #command(request: IncomingMessage, response: ServerResponse, run: () => Promise<void>): Promise<void> {
    if (this.#mayCommand(request)) await run();
    else sendFailure(response, 403, "foreign-page", textFor(request, "foreignPage"));
  }

  async #sendPage(file: string, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#guard.mayEnter(request, url)) {
      sendText(response, 403, "text/plain", `${textFor(request, "keyMissing")}\n`);
      return;
    }
    const html = await readPage(file);
    response.setHeader("set-cookie", this.#guard.admission(request));
    sendText(response, 200, "text/html", html);
  }

  async #sendSimulatorFile(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = decodePath(pathname.slice(SIMULATOR_PREFIX.length));
    const file = name && (await fileBelow(this.#folders.simulator, name));
    // Vite puts a hash of the content into the name of everything but the page itself.
    if (!file || !(await sendFile(request, response, file, "forever"))) notFound(response);
  }

  async #sendAppFile(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = decodePath(pathname.slice(FRAME_PREFIX.length));
    if (!this.#guard.mayRead(request) || !this.#guard.isSameOrigin(request)) {
      sendFailure(response, 403, "foreign-page", textFor(request, "foreignPage"));
      return;
    }
    const script = name === "app.js" ? this.#build.bundle?.script : this.#build.bundle?.scripts[name ?? ""];
    if (script !== undefined) {
      sendText(response, 200, "text/javascript", script);
      return;
    }
    if (name === "app.js") {
      sendFailure(response, 503, "not-compiled", textFor(request, "notCompiled"));
      return;
    }
    const file = !name
      ? undefined
      : RUNTIME_FILE.test(name)
        ? await fileBelow(this.#folders.runtime, name)
        : await findAsset(this.#build.assetRoot, name);
    if (!file || !(await sendFile(request, response, file, HASHED_FILE.test(name ?? "") ? "forever" : "revalidate"))) {
      notFound(response);
    }
  }

  async #login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readJson(request);
    const user = (body as { user?: unknown } | undefined)?.user;
    if (typeof user !== "string" || user === "" || user.length > 128) {
      sendFailure(response, 400, "bad-user", textFor(request, "badLogin"));
    } else sendJson(response, 200, this.#identities.login(user));
  }

  /** Asked by a business back end, which is no page of ours: appid and code are its proof. */
  async #exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const appid = this.#build.bundle?.project.appid ?? "";
    // Projects are often tried out before they have an id, with a placeholder in its place.
    const known = /^tt[0-9a-f]{12,}$/.test(appid) ? appid : "";
    sendJson(response, 200, this.#identities.exchange(await readJson(request), known));
  }

  #info(): DevInfo {
    const bundle = this.#build.bundle;
    const phoneUrl = this.phoneUrl;
    return {
      project: {
        name: bundle?.project.projectname || basename(this.#build.root),
        appid: bundle?.project.appid ?? "",
        condition: bundle?.project.condition ?? [],
        pages: bundle?.app.pages ?? [],
      },
      phones: this.#options.phones ?? 2,
      version: this.#options.version ?? "",
      ...(phoneUrl === undefined ? {} : { phoneUrl }),
    };
  }
}

function requestUrl(request: IncomingMessage): URL | undefined {
  const target = request.url ?? "";
  // Only the path counts; the host is the guard's business. A target of two slashes would be read as a host.
  return target.startsWith("/") && !target.startsWith("//") && URL.canParse(target, "http://localhost")
    ? new URL(target, "http://localhost")
    : undefined;
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** @returns `undefined` for a body that is too long or no JSON. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await readBody(request, SMALL_BODY)).toString("utf8"));
  } catch {
    return undefined;
  }
}

async function redirect(response: ServerResponse, location: string): Promise<void> {
  response.writeHead(302, { location, "cache-control": "no-store" }).end();
}

function notFound(response: ServerResponse): void {
  sendText(response, 404, "text/plain", "Not found.\n");
}
