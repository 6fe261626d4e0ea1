export interface Drainable {
  /** Takes nothing new in, and resolves when what there is has ended or has had its time. */
  drain(): Promise<unknown>;
  /** Ends everything. */
  stop(): Promise<void>;
}

const AT_ONCE = ["SIGINT", "SIGHUP"] as const;

/**
 * Waits until this process is told to stop. SIGTERM lets calls go on for their time, while a person who presses Ctrl+C
 * does not want to wait. Who is told a second time ends at once.
 */
export async function untilDrained({ drain, stop }: Drainable): Promise<void> {
  const graceful = await new Promise<boolean>((resolve) => {
    process.once("SIGTERM", () => resolve(true));
    for (const signal of AT_ONCE) process.once(signal, () => resolve(false));
  });
  for (const signal of ["SIGTERM", ...AT_ONCE] as const) process.once(signal, () => process.exit(1));
  if (graceful) await drain();
  await stop();
}
