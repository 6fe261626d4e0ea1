// The `lianmai` command from the checkout: `npm run serve`, `npm run -s app` and `npm run -s token` come here.
// Standard output belongs to the command, so set-up speaks on standard error, and only when it takes long.
import { lianmai } from "./lib/lianmai.mjs";
import { main } from "./lib/main.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";

/** The other commands only read and sign. */
const WITH_MEDIA = new Set(["dev", "serve"]);

await main(async () => {
  const args = process.argv.slice(2);
  const [command] = args;
  await setUp({
    worker: WITH_MEDIA.has(command),
    web: command === "dev",
    steps: new Steps({ stream: process.stderr, quiet: true }),
  });
  await lianmai(args);
});
