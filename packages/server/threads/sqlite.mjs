// @ts-check
// A SQLite file behind a thread of its own, so that nobody waits for the disk or for a long query but who asked. Plain
// JavaScript: a thread starts from a file, which is this one in the sources and in the build alike.
// Takes { id, sql, parameters }, one after the other, and answers { id, rows, changes } or { id, error }.
import { parentPort, workerData } from "node:worker_threads";
import Libsql from "libsql";

/** @type {{ file: string, timeout: number, pragmas: string[] }} */
const { file, timeout, pragmas } = workerData;
const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);

/** @type {Libsql.Database | undefined} */
let database;
/** Whether a statement failed: then the connection is thrown away with it, as `SteadyDatabase` says why. */
let failed = false;

port.on("message", ({ id, sql, parameters }) => {
  try {
    if (failed && database && !database.inTransaction) {
      database.close();
      database = undefined;
      failed = false;
    }
    database ??= open();
    const statement = database.prepare(sql);
    // Reading statements give rows, all others say how many rows they changed.
    if (statement.reader) port.postMessage({ id, rows: statement.all(parameters), changes: 0 });
    else port.postMessage({ id, rows: [], changes: statement.run(parameters).changes });
  } catch (error) {
    failed = true;
    const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
    port.postMessage({ id, error: { code, message } });
  }
});

function open() {
  const opened = new Libsql(file, { timeout });
  try {
    for (const pragma of pragmas) opened.pragma(pragma);
    return opened;
  } catch (error) {
    opened.close();
    throw error;
  }
}
