// Before the browser tests: bundles the runtime if its sources have changed, so that what is tested is what is written.
import { buildWeb } from "../scripts/lib/build.mjs";

export async function setup() {
  await buildWeb(() => {}, { only: ["@lianmai/runtime"] });
}
