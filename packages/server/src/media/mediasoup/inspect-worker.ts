import { version, workerBin } from "mediasoup";
import { startWorker, WORKER_START_TIMEOUT, WorkerSilence, withinTime } from "./start-worker.js";

export interface WorkerState {
  /** Path of its program. */
  file: string;
  /** Version of mediasoup. */
  version: string;
  /** What is wrong; undefined when it starts. */
  problem?: string;
  /** Where the problem is that it gives no answer: for how long it was waited for, in milliseconds. */
  silentFor?: number;
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
      await withinTime(worker.getResourceUsage(), timeout, () => new WorkerSilence("it gave no answer", timeout));
    } finally {
      worker.close();
      await withinTime(ended, timeout, () => {
        process.kill(pid, "SIGKILL");
        return new WorkerSilence("it did not end", timeout);
      });
    }
    return state;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ...state, problem, ...(error instanceof WorkerSilence && { silentFor: error.milliseconds }) };
  }
}
