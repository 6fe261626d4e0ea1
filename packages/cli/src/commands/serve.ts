import { readFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { join, resolve } from "node:path";
import {
  ConfigError,
  exampleConfig,
  type HttpHandler,
  type ListenIp,
  type ListenOptions,
  type LoadedSettings,
  listen,
  loadSettings,
  pathOf,
  printConfig,
  RtcService,
  type Settings,
  serviceOptionsOf,
} from "@lianmai/server";
import { destination, type Logger, pino } from "pino";
import { isLoopback, mediaAddresses } from "../dev/addresses.js";
import { Closers } from "../dev/closers.js";
import { platform } from "../publishing/platform.js";
import { printEvent } from "../terminal/report.js";
import { untilDrained } from "./until-drained.js";

/** Connections of the HTTP port beside the sockets of clients: OpenAPI, pages, probes. */
const OTHER_CONNECTIONS = 1_000;

export interface ServeOptions {
  /** Path of a file of settings. */
  config?: string;
  /** What the command line says; it comes before file and environment. */
  overrides: Partial<Settings>;
  env: NodeJS.ProcessEnv;
  /** The folder that relative paths start from, absolute. */
  cwd: string;
  /** Where data are kept unless a setting says otherwise, absolute. */
  dataDir: string;
  /** Prints an event a line on standard output; the log then goes to standard error. Default false. */
  json?: boolean;
}

/** The settings that name files. */
const PATHS = ["tls.certificate", "tls.key", "admin.secretFile", "tracing.authorizationFile"] as const;

/** The settings of all sources, with absolute paths. @throws ConfigError */
export function settingsOf({ config, overrides, env, cwd, dataDir }: ServeOptions): LoadedSettings {
  const file = config === undefined ? {} : { file: resolve(cwd, config) };
  const { settings, sources } = loadSettings({ ...file, env, overrides });
  const paths = PATHS.map((name) => {
    const path = settings[name];
    return [name, path === null ? null : resolve(cwd, path)];
  });
  const folder = sources.dataDir === "default" ? dataDir : resolve(cwd, settings.dataDir);
  return { settings: { ...settings, ...Object.fromEntries(paths), dataDir: folder }, sources };
}

/** `lianmai serve --print-config`: the settings in force, and where each came from. */
export function describeSettings(options: ServeOptions): string {
  return printConfig(settingsOf(options));
}

/** `lianmai serve --example-config`: a file with every setting at its default. */
export function describeDefaults(): string {
  return exampleConfig();
}

/** `lianmai serve`: the RTC service alone, with its log on standard output, until it is told to stop. */
export async function serve(given: ServeOptions): Promise<void> {
  const { settings } = settingsOf(given);
  const tell = given.json === true ? printEvent : () => undefined;
  const logger = pino({ level: settings["log.level"] }, destination(given.json === true ? 2 : 1));
  const handlers: HttpHandler[] = [];
  const closers = new Closers();
  try {
    const options = serviceOptionsOf(settings, given.env);
    const listener = await listen({
      host: settings.host,
      port: settings.port,
      ...certificate(settings),
      maxConnections: settings["limits.sockets"] + OTHER_CONNECTIONS,
      handlers,
      // Without the query, in which some put secrets.
      onError: (error, request) => {
        logger.error({ err: error, method: request.method, path: pathOf(request) }, "request failed");
      },
    });
    closers.add(() => listener.close());
    const service = await startService(settings, options, logger);
    closers.add(() => service.close());
    const folder = join(settings.dataDir, "programs");
    handlers.push(await service.openPublishing({ folder, platform }), service);
    logger.info({ host: settings.host, port: listener.port }, "listening");
    const name = isLoopback(settings.host) ? settings.host : "127.0.0.1";
    const scheme = settings["tls.certificate"] === null ? "http" : "https";
    tell("ready", {
      url: `${scheme}://${isIPv6(name) ? `[${name}]` : name}:${listener.port}`,
      host: settings.host,
      port: listener.port,
      data: settings.dataDir,
    });
    await untilDrained({
      drain: () => {
        tell("draining", { seconds: settings["times.drain"] });
        return service.drain(settings["times.drain"] * 1000);
      },
      stop: () => {
        tell("stopping");
        return closers.close();
      },
    });
  } catch (error) {
    await closers.close();
    throw error;
  }
}

function startService(
  settings: Settings,
  options: ReturnType<typeof serviceOptionsOf>,
  logger: Logger,
): Promise<RtcService> {
  const workers = settings["media.workers"];
  return RtcService.start({
    ...options,
    dataDir: settings.dataDir,
    media: {
      listenIps: announced(settings),
      basePort: settings["media.port"],
      ...(workers === null ? {} : { workers }),
    },
    logger,
  });
}

/** Behind NAT all addresses are one: the public one. */
function announced({ host, "media.announce": announce }: Settings): ListenIp[] {
  if (announce === null) return mediaAddresses(host);
  return [{ ip: isLoopback(host) ? "127.0.0.1" : "0.0.0.0", announcedAddress: announce }];
}

function certificate(settings: Settings): Pick<ListenOptions, "tls"> {
  const { "tls.certificate": cert, "tls.key": key } = settings;
  if (cert === null || key === null) return {};
  return { tls: { cert: readPem(cert, "tls.certificate"), key: readPem(key, "tls.key") } };
}

function readPem(file: string, setting: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`${setting} names ${file}, which cannot be read (${code}): let this user read it`, { cause });
  }
}
