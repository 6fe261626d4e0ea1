import { reportFailure } from "./steps.mjs";

/**
 * Runs a script's work; a failure is said in sentences and ends the process with code 1.
 *
 * @param {() => Promise<void>} work
 */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    reportFailure(error);
    process.exitCode = 1;
  }
}
