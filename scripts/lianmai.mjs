// The `lianmai` command from the checkout: `npm run -s lianmai -- COMMAND`, `npm run serve`, `npm run -s app` and
// `npm run -s token` come here.
// Standard output belongs to the command, so set-up speaks on standard error, and only when it takes long.
import { lianmai } from "./lib/lianmai.mjs";
import { main } from "./lib/main.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";

/** The other commands only read and sign. */
const WITH_MEDIA = new Set(["dev", "open", "preview", "serve"]);
/** These need what browsers load, to show it or to put it into what they build. */
const WITH_PAGES = new Set(["dev", "open", "preview", "check", "build", "project-size", "upload"]);

await main(async () => {
  const args = process.argv.slice(2);
  const [command] = args;
  await setUp({
    worker: WITH_MEDIA.has(command),
    web: WITH_PAGES.has(command),
    steps: new Steps({ stream: process.stderr, quiet: true }),
  });
  await lianmai(args);
});
