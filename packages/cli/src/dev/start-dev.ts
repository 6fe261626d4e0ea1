import { isIP } from "node:net";
import { join } from "node:path";
import { DevServer, ownCertificate, phoneCertificate } from "@lianmai/devtools";
import { type App, type HttpHandler, listen, pathOf, RtcService } from "@lianmai/server";
import { isLoopback, mediaAddresses, phoneAddress } from "./addresses.js";
import { BackEnd } from "./back-end.js";
import { BackEndApi } from "./back-end-api.js";
import { Closers } from "./closers.js";
import { openLog } from "./log.js";
import { MountedFolder } from "./mounted-folder.js";
import { phoneKey } from "./phone-key.js";
import { freeMediaPorts } from "./ports.js";

/** One worker carries more phones than one machine can show. */
const MEDIA_WORKERS = 1;
/** The media port is looked for from here above the HTTP port, so that two dev servers keep apart. */
const MEDIA_PORT_DISTANCE = 20;

export interface DevOptions {
  /** Folder of the mini-program project, absolute. */
  project: string;
  /** Folder for database, certificate and logs; made when missing. */
  dataDir: string;
  /** Address to listen on; a loopback address lets this machine alone in. */
  host: string;
  /** TCP port; 0 = any free one. */
  port: number;
  /** Phones that the simulator opens. Default 2. */
  phones?: number;
  /** Where the mini-program's requests for an origin go instead. */
  rewrites?: Readonly<Record<string, string>>;
  /**
   * Folders of back ends to run beside, by the origin that the mini-program knows them by. Each is started by its
   * package's `start` script with PORT, HOST, LIANMAI_APP_ID, LIANMAI_APP_KEY and CODE2SESSION_URL in its environment.
   */
  backEnds?: Readonly<Record<string, string>>;
  /**
   * Folders of plain web pages to serve, by the path where they stand. Their requests for `/api/...` go to the first
   * back end.
   */
  pages?: Readonly<Record<string, string>>;
  /**
   * Name or address under which phones reach this machine, where it is none of its own addresses: `my-mac.local`, or
   * that of a tunnel. Pages are then served over HTTPS also where `host` is a loopback address.
   */
  phoneHost?: string;
  /** Files of a certificate that phones trust, PEM; by default one is made, and each phone asks once. */
  tls?: { cert: string; key: string };
  /** UDP and TCP port of the media worker. Default: a free one above the HTTP port. */
  mediaPort?: number;
  /** Version of Lianmai, shown in the page. */
  version?: string;
}

/** What runs: the RTC service, the simulator with a project in it, the project's back ends, and plain web pages. */
export interface RunningDev {
  /** Where this machine opens the simulator, with a slash at the end. */
  readonly url: string;
  /** What a phone in the same network opens; undefined where it cannot get in. */
  readonly phoneUrl: string | undefined;
  /** The app that back ends and tokens are of. */
  readonly app: App;
  readonly service: RtcService;
  readonly devServer: DevServer;
  readonly backEnds: readonly BackEnd[];
  readonly logDir: string;
  /** Stops everything. */
  close(): Promise<void>;
}

/**
 * Starts everything that a developer needs behind one port. What had been started is stopped again when a part fails.
 *
 * @throws ListenError, StoreError, DevServerError, UsageError; their messages say what to do
 */
export async function startDev(options: DevOptions): Promise<RunningDev> {
  const closers = new Closers();
  try {
    return await build(options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function build(options: DevOptions, closers: Closers): Promise<RunningDev> {
  const { dataDir, host } = options;
  const logDir = join(dataDir, "logs");
  const { logger } = openLog(logDir, "server");

  // The port first: what follows needs to know it, and a port in use is told before anything else is done.
  const handlers: HttpHandler[] = [];
  const address = options.phoneHost ?? phoneAddress(host);
  const tls =
    options.tls !== undefined
      ? await ownCertificate(options.tls, { names: address === undefined ? [] : [address] })
      : isLoopback(host) && options.phoneHost === undefined
        ? undefined
        : await phoneCertificate(join(dataDir, "certificate"), { names: namesOf(options.phoneHost) });
  const listener = await listen({
    host,
    port: options.port,
    ...(tls === undefined ? {} : { tls }),
    handlers,
    // Without the query, in which some put secrets.
    onError: (error, request) => {
      logger.error({ err: error, method: request.method, path: pathOf(request) }, "request failed");
    },
  });
  closers.add(() => listener.close());
  const url = `http://${isLoopback(host) ? host : "127.0.0.1"}:${listener.port}/`;

  const service = await RtcService.start({
    dataDir,
    media: {
      listenIps: mediaAddresses(host),
      basePort: options.mediaPort ?? (await freeMediaPorts(MEDIA_WORKERS, listener.port + MEDIA_PORT_DISTANCE)),
      workers: MEDIA_WORKERS,
    },
    logger,
  });
  closers.add(() => service.close());
  const [app] = await service.apps.list();
  if (app === undefined) throw new Error("the service started without an app");

  const backEnds: BackEnd[] = [];
  const rewrites: Record<string, string> = { ...options.rewrites };
  for (const [origin, folder] of Object.entries(options.backEnds ?? {})) {
    const backEnd = await BackEnd.start({
      folder,
      logDir,
      env: {
        LIANMAI_APP_ID: app.appId,
        LIANMAI_APP_KEY: app.appKey,
        CODE2SESSION_URL: new URL("api/apps/v2/jscode2session", url).href,
      },
    });
    closers.add(() => backEnd.stop());
    backEnds.push(backEnd);
    rewrites[origin] = backEnd.url;
  }

  const devServer = await DevServer.start({
    root: options.project,
    rewrites,
    secret: phoneKey(dataDir),
    ...(options.phones === undefined ? {} : { phones: options.phones }),
    ...(options.version === undefined ? {} : { version: options.version }),
    ...(address === undefined ? {} : { phoneUrl: `https://${address}:${listener.port}` }),
  });
  closers.add(() => devServer.close());

  const pages = Object.entries(options.pages ?? {}).map(([path, folder]) => new MountedFolder(path, folder));
  // The back end comes last: the simulator stands in for the platform, whose API is below the same path.
  handlers.push(service, ...pages, devServer, ...backEnds.slice(0, 1).map(({ url }) => new BackEndApi(url)));
  return {
    url,
    phoneUrl: devServer.phoneUrl,
    app,
    service,
    devServer,
    backEnds,
    logDir,
    close: () => closers.close(),
  };
}

/** What a certificate has to be made for besides this machine's own names and addresses. */
function namesOf(phoneHost: string | undefined): string[] {
  return phoneHost === undefined || isIP(phoneHost) !== 0 ? [] : [phoneHost];
}
