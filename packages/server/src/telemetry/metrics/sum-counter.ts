import { Counter, type Registry } from "prom-client";

export interface SumCounterOptions<L extends string> {
  name: string;
  help: string;
  labelNames: L[];
  registry: Registry;
  /** Reads all sums, when the metrics are asked for. */
  read(): Promise<readonly SumReading<L>[]> | readonly SumReading<L>[];
}

export interface SumReading<L extends string> {
  labels: Record<L, string>;
  /** What was counted since the source of it began. */
  sum: number;
}

/**
 * A counter of something that is counted elsewhere: prom-client's can only be added to. A source that begins anew, such
 * as a worker that was started again, goes on where it was.
 */
export function sumCounter<L extends string>({ registry, read, ...options }: SumCounterOptions<L>): void {
  const reached = new Map<string, number>();
  new Counter<L>({
    ...options,
    registers: [registry],
    async collect() {
      for (const { labels, sum } of await read()) {
        const key = JSON.stringify(labels);
        const before = reached.get(key) ?? 0;
        this.inc(labels, sum >= before ? sum - before : sum);
        reached.set(key, sum);
      }
    },
  });
}
