import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** Notes of finished steps. They lie in node_modules so that a fresh install begins them afresh. */
export const stampDir = join(root, "node_modules", ".lianmai");

/** What outlives one checkout, so that a second clone does not build it again. */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "lianmai");

/** The folder that the person's own relative paths start from: `npm run` itself moves to the checkout. */
export const callerDir = process.env.INIT_CWD || process.cwd();
