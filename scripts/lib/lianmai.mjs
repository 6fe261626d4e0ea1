import { callerDir, root } from "./paths.mjs";

/**
 * Runs a command of @lianmai/cli in this process. Data are kept in the checkout, whatever folder the
 * command is called from, so that `app` and `token` speak of the same app as the running service.
 *
 * @param {string[]} args
 */
export async function lianmai(args) {
  // Loaded only when called: it is there once dependencies are installed and packages compiled.
  const { main } = await import("@lianmai/cli/main");
  process.exitCode = await main(args, { cwd: callerDir, dataParent: root });
}
