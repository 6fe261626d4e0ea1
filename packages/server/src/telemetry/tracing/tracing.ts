import type { Tracer } from "@opentelemetry/api";

export interface TracingOptions {
  /** Where traces go by OTLP over HTTP, such as "http://127.0.0.1:4318/v1/traces". */
  endpoint: string;
  /** Sent with every request to it, such as an authorization. */
  headers?: Readonly<Record<string, string>>;
  /** Part of the joins that is traced, 0 to 1. Default 1. */
  sampleRatio?: number;
}

/** Traces on their way out. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is left and ends. */
  close(): Promise<void>;
}

/**
 * Begins to export traces. The libraries for it are loaded only now: who does not trace does not carry them.
 *
 * @param version of this program, for the traces
 */
export async function startTracing({ endpoint, headers, sampleRatio = 1 }: TracingOptions): Promise<Tracing> {
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import("@opentelemetry/sdk-trace-base"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const exporter = new OTLPTraceExporter({
    url: endpoint,
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  });
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": "lianmai" }),
    // Clients begin the traces, and what they ask for must not decide what the server spends.
    sampler: new sdk.TraceIdRatioBasedSampler(sampleRatio),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  return { tracer: provider.getTracer("lianmai"), close: () => provider.shutdown() };
}
