import { join } from "node:path";
import { type HttpHandler, type ListenIp, listen, RtcService, secretFromEnvironment } from "@lianmai/server";
import { pino } from "pino";
import { isLoopback, mediaAddresses } from "../dev/addresses.js";
import { Closers } from "../dev/closers.js";
import { platform } from "../publishing/platform.js";
import { untilStopped } from "./until-stopped.js";

export interface ServeOptions {
  dataDir: string;
  host: string;
  port: number;
  mediaPort: number;
  /** Default: one a core. */
  workers?: number;
  /** The address that clients are told, where it is not one of this machine's. */
  announce?: string;
}

/** `lianmai serve`: the RTC service alone, with its log on standard output, until it is told to stop. */
export async function serve(options: ServeOptions): Promise<void> {
  const logger = pino();
  const handlers: HttpHandler[] = [];
  const closers = new Closers();
  try {
    const secret = secretFromEnvironment(process.env, "LIANMAI_ADMIN_SECRET");
    const listener = await listen({
      host: options.host,
      port: options.port,
      handlers,
      onError: (error, { method, url }) => logger.error({ err: error, method, url }, "request failed"),
    });
    closers.add(() => listener.close());
    const service = await RtcService.start({
      dataDir: options.dataDir,
      media: {
        listenIps: announced(options),
        basePort: options.mediaPort,
        ...(options.workers === undefined ? {} : { workers: options.workers }),
      },
      ...(secret === undefined ? {} : { admin: { secret } }),
      logger,
    });
    closers.add(() => service.close());
    handlers.push(await service.openPublishing({ folder: join(options.dataDir, "programs"), platform }), service);
    logger.info({ host: options.host, port: listener.port }, "listening");
    await untilStopped(() => closers.close());
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** Behind NAT all addresses are one: the public one. */
function announced({ host, announce }: ServeOptions): ListenIp[] {
  if (announce === undefined) return mediaAddresses(host);
  return [{ ip: isLoopback(host) ? "127.0.0.1" : "0.0.0.0", announcedAddress: announce }];
}
