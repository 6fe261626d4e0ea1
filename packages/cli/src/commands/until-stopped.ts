const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Waits until this process is told to stop, then stops gracefully. Who is told twice ends at once: a person who presses
 * Ctrl+C again does not want to wait.
 *
 * @param stop Ends everything.
 */
export async function untilStopped(stop: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve());
  });
  for (const signal of SIGNALS) process.once(signal, () => process.exit(1));
  await stop();
}
