import type { IncomingMessage, ServerResponse } from "node:http";
import { AddressSet } from "../http/address-set.js";
import type { ProxyTrust } from "../http/client-address.js";
import { type HttpHandler, pathOf, sendJson } from "../http/handler.js";
import type { Metrics } from "./metrics/metrics.js";

/** Who may read /metrics unless it is said otherwise: this machine. */
export const DEFAULT_METRICS_ADDRESSES: readonly string[] = ["127.0.0.0/8", "::1"];

export interface ServiceState {
  rooms: number;
  participants: number;
  /** Media workers that are up. */
  workers: number;
}

/** Whether one thing that new calls need is there. */
export interface ReadinessCheck {
  name: string;
  /** @returns why not, as a sentence; undefined when it is there */
  run(): Promise<string | undefined> | string | undefined;
}

export interface ProbesOptions {
  metrics: Metrics;
  state(): ServiceState;
  checks: readonly ReadinessCheck[];
  /** Addresses and networks that may read /metrics. Default: this machine. */
  metricsAddresses?: readonly string[];
  /** May read /metrics from anywhere. */
  isAdmin(request: IncomingMessage): Promise<boolean>;
  trust: ProxyTrust;
}

/** What watches the service from outside: `/healthz`, `/readyz` and `/metrics`. */
export class Probes implements HttpHandler {
  private readonly allowed: AddressSet;

  /** @throws ConfigError when an address is none */
  constructor(private readonly options: ProbesOptions) {
    this.allowed = new AddressSet(options.metricsAddresses ?? DEFAULT_METRICS_ADDRESSES, "metrics.allow");
  }

  handleRequest(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    switch (pathOf(request)) {
      case "/healthz":
        this.answerHealth(response);
        return true;
      case "/readyz":
        return this.answerReadiness(response).then(() => true);
      case "/metrics":
        return this.answerMetrics(request, response).then(() => true);
      default:
        return false;
    }
  }

  /** Whether the process should go on: without a worker that comes back, a restart is the one thing that helps. */
  private answerHealth(response: ServerResponse): void {
    const state = this.options.state();
    const healthy = state.workers > 0;
    sendJson(response, healthy ? 200 : 503, { status: healthy ? "ok" : "no media worker is up", ...state });
  }

  /** Whether new calls should be sent here. */
  private async answerReadiness(response: ServerResponse): Promise<void> {
    const checks: Record<string, string> = {};
    for (const { name, run } of this.options.checks) checks[name] = (await run()) ?? "ok";
    const ready = Object.values(checks).every((outcome) => outcome === "ok");
    sendJson(response, ready ? 200 : 503, { status: ready ? "ready" : "not ready", checks });
  }

  private async answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { isAdmin, metrics, trust } = this.options;
    // What a proxy passes on comes from this machine by its socket, and from anywhere in truth.
    const known = !trust.isDisguised(request) && this.allowed.has(trust.addressOf(request));
    if (!known && !(await isAdmin(request))) {
      const message = `Metrics are for the addresses of the setting metrics.allow and for administrators; this request came from ${trust.addressOf(request)}.`;
      sendJson(response, 403, { error: { code: "forbidden", message } });
      return;
    }
    const text = await metrics.read();
    response.writeHead(200, { "content-type": metrics.contentType, "cache-control": "no-store" });
    response.end(request.method === "HEAD" ? undefined : text);
  }
}
