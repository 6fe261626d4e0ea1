import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createWorker, type types } from "mediasoup";

/** A program that has not said for so long, in milliseconds, that it runs, is no media worker or cannot work here. */
export const WORKER_START_TIMEOUT = 20_000;

/** A program in a media worker's place was waited for in vain. */
export class WorkerSilence extends Error {
  override readonly name = "WorkerSilence";

  /** @param milliseconds that it was waited for */
  constructor(
    what: string,
    readonly milliseconds: number,
  ) {
    super(`${what} for ${milliseconds / 1000} s`);
  }
}

/**
 * mediasoup's `createWorker`, except that it does not wait for ever: a program that starts and says nothing is killed.
 *
 * @param timeout milliseconds
 * @throws WorkerSilence when the program does not say in time that it runs
 * @throws Error when it cannot be started, or ends at once
 */
export async function startWorker(
  settings: types.WorkerSettings,
  timeout: number = WORKER_START_TIMEOUT,
): Promise<types.Worker> {
  const { child, running } = spawnWorker(settings);
  return await withinTime(running, timeout, () => {
    child?.kill("SIGKILL");
    return new WorkerSilence("it runs, but has said nothing", timeout);
  });
}

/**
 * Waits for something, but not for ever.
 *
 * @param timeout milliseconds
 * @param onLate makes the error with which the waiting ends when the time is over
 */
export async function withinTime<T>(work: Promise<T>, timeout: number, onLate: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(onLate()), timeout);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** mediasoup hands out a worker only once it runs; until then this is the only way to its process. */
function spawnWorker(settings: types.WorkerSettings): {
  child: ChildProcess | undefined;
  running: Promise<types.Worker>;
} {
  let child: ChildProcess | undefined;
  const onSpawn = (message: unknown) => {
    child = (message as { process: ChildProcess }).process;
  };
  // The process is started before createWorker returns, so it is the only one that this can hear of.
  subscribe("child_process", onSpawn);
  try {
    const running = createWorker(settings);
    return { child, running };
  } finally {
    unsubscribe("child_process", onSpawn);
  }
}
