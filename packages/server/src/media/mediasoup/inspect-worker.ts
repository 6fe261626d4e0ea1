import { version, workerBin } from "mediasoup";
import { startWorker, WORKER_START_TIMEOUT, withinTime } from "./start-worker.js";

export interface WorkerState {
  /** Path of its program. */
  file: string;
  /** Version of mediasoup. */
  version: string;
  /** What is wrong; undefined when it starts. */
  problem?: string;
}

/**
 * Starts a media worker without ports, asks it something and ends it.
 *
 * @param timeout milliseconds that it has for the start and for the answer; 20 s by default
 */
export async function inspectWorker(timeout: number = WORKER_START_TIMEOUT): Promise<WorkerState> {
  const state = { file: workerBin, version };
  try {
    const worker = await startWorker({ logLevel: "none" }, timeout);
    const { pid } = worker;
    const ended = new Promise<void>((resolve) => worker.once("subprocessclose", resolve));
    try {
      await withinTime(
        worker.getResourceUsage(),
        timeout,
        () => new Error(`it gave no answer for ${timeout / 1000} s`),
      );
    } finally {
      worker.close();
      await withinTime(ended, timeout, () => {
        process.kill(pid, "SIGKILL");
        return new Error(`it did not end for ${timeout / 1000} s`);
      });
    }
    return state;
  } catch (error) {
    return { ...state, problem: error instanceof Error ? error.message : String(error) };
  }
}
