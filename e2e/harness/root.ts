import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. Measurements are bundled into another place first and name it in LIANMAI_ROOT. */
export const root = process.env.LIANMAI_ROOT ?? resolve(fileURLToPath(new URL("../..", import.meta.url)));
