// The `lianmai` command from the checkout: `npm run -s app` and `npm run -s token -- ...` come here.
// Standard output belongs to the command, so set-up speaks on standard error, and only when it takes long.
import { lianmai } from "./lib/lianmai.mjs";
import { main } from "./lib/main.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";

/** These two only read and sign: they need neither media nor pages. */
const WITHOUT_SERVER = new Set(["app", "token"]);

await main(async () => {
  const args = process.argv.slice(2);
  const serves = !WITHOUT_SERVER.has(args[0]);
  await setUp({ worker: serves, web: serves, steps: new Steps({ stream: process.stderr, quiet: true }) });
  await lianmai(args);
});
