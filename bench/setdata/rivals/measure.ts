import { OPERATIONS, type Operation, type Round, type Row, rows, type Times } from "../list.js";

/**
 * @param clear Empties the list.
 * @param change Does an operation; the DOM has it when this resolves.
 */
export function measuring(
  clear: () => Promise<void>,
  change: (operation: Operation, round: number, fresh: Row[]) => Promise<void>,
): (round: number) => Promise<Round> {
  const channel = new MessageChannel();
  return async (round) => {
    await clear();
    const times: Partial<Record<Operation, Times>> = {};
    for (const operation of OPERATIONS) {
      const fresh = rows(`${operation}${round}-`);
      const start = performance.now();
      await change(operation, round, fresh);
      const dom = performance.now() - start;
      await new Promise<void>((resolve) => {
        channel.port1.onmessage = () => resolve();
        channel.port2.postMessage(undefined);
      });
      times[operation] = { dom, task: performance.now() - start };
    }
    return times as Round;
  };
}
