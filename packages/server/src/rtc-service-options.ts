import type { Logger } from "pino";
import type { HistoryOptions } from "./history/history.js";
import type { ListenIp } from "./media/options.js";
import type { RoomLimits } from "./rooms/limits.js";
import type { SignalingLimits, SignalingTimes } from "./signaling/options.js";
import type { TracingOptions } from "./telemetry/tracing/tracing.js";
import type { WebhookOptions } from "./webhooks/options.js";

/** The first media port, unless another is chosen: below the ports that systems hand out by themselves. */
export const DEFAULT_MEDIA_PORT = 7900;

/** More workers than this only help a machine that has been sized for it, and whose owner then says so. */
export const MOST_DEFAULT_WORKERS = 8;

/** What one access key of the OpenAPI may do. */
export interface OpenApiLimits {
  /** Calls a second in the long run; twice as many at once. */
  openApiPerSecond: number;
}

export const DEFAULT_OPENAPI_LIMITS: OpenApiLimits = { openApiPerSecond: 200 };

export type ServiceLimits = RoomLimits & SignalingLimits & OpenApiLimits;

export interface RtcServiceOptions {
  /** Folder for the database; made when missing. */
  dataDir: string;
  media: {
    /** Where media comes in; every worker listens on each of them, by UDP and TCP. */
    listenIps: readonly ListenIp[];
    /** UDP and TCP port of the first worker; the others take the ports that follow. Default 7900. */
    basePort?: number;
    /** Number of media workers, each a process that uses one core. Default: one a core, at most 8. */
    workers?: number;
  };
  /** Each one not given is as in the protocol's LIMITS, or as `DEFAULT_...LIMITS` say. */
  limits?: Partial<ServiceLimits>;
  /** Milliseconds; each one not given is as in the protocol's TIMES. */
  times?: Partial<SignalingTimes & { tokenWarning: number }>;
  /** How webhooks are sent; there are none until an app has a callback. */
  webhooks?: WebhookOptions;
  /** Who may change what is not signed by an access key. */
  admin?: {
    /** What administrators sign in with, at least 16 characters. Default: one that is made in the data folder. */
    secret?: string;
    /** Seconds that a sign-in is good for, at most 30 days. Default 24 hours. */
    tokenLifetime?: number;
  };
  /** Addresses and networks of the proxies whose `X-Forwarded-For` is believed. Default: none. */
  trustedProxies?: readonly string[];
  metrics?: {
    /** Addresses and networks that may read `/metrics` without signing in. Default: this machine. */
    allow?: readonly string[];
  };
  /** Where traces of joins go. Default: nowhere, at no cost. */
  tracing?: TracingOptions;
  /** How long the history of calls is kept. */
  history?: HistoryOptions;
  /** Default: JSON lines at level "info" on standard output. */
  logger?: Logger;
}
