import { createWorker, version, workerBin } from "mediasoup";

export interface WorkerState {
  /** Path of its program. */
  file: string;
  /** Version of mediasoup. */
  version: string;
  /** What is wrong; undefined when it starts. */
  problem?: string;
}

/** Starts a media worker without ports, asks it something and ends it. */
export async function inspectWorker(): Promise<WorkerState> {
  const state = { file: workerBin, version };
  try {
    const worker = await createWorker({ logLevel: "none" });
    const ended = new Promise<void>((resolve) => worker.once("subprocessclose", resolve));
    try {
      await worker.getResourceUsage();
    } finally {
      worker.close();
      await ended;
    }
    return state;
  } catch (error) {
    return { ...state, problem: error instanceof Error ? error.message : String(error) };
  }
}
