import { Counter, Histogram, type Registry } from "prom-client";

/** An answer of the OpenAPI. */
export interface ApiAnswer {
  /** "" for one that is not offered: anybody may ask for anything. */
  action: string;
  /** "ok", or the code of the refusal. */
  code: string;
  /** From the request to its answer, in seconds. */
  seconds: number;
}

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** @returns to be called with each answer of the OpenAPI */
export function measureApi(registry: Registry): (answer: ApiAnswer) => void {
  const requests = new Counter({
    name: "lianmai_openapi_requests_total",
    help: "Calls of the OpenAPI by action and code of the answer",
    labelNames: ["action", "code"],
    registers: [registry],
  });
  const durations = new Histogram({
    name: "lianmai_openapi_duration_seconds",
    help: "From a call of the OpenAPI to its answer",
    labelNames: ["action"],
    buckets: BUCKETS,
    registers: [registry],
  });
  return ({ action, code, seconds }) => {
    requests.inc({ action, code });
    durations.observe({ action }, seconds);
  };
}
