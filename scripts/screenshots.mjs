// npm run screenshots [FOLDER]: makes the pictures of the READMEs, or puts them into another folder to look at first.
import { join, resolve } from "node:path";
import { findChromium } from "./lib/chromium.mjs";
import { main } from "./lib/main.mjs";
import { callerDir, root } from "./lib/paths.mjs";
import { setUp } from "./lib/setup.mjs";
import { runTypeScript } from "./lib/typescript.mjs";

await main(async () => {
  const [folder] = process.argv.slice(2);
  await setUp({ chromium: true });
  process.exitCode = await runTypeScript(join(root, "e2e", "screenshots.ts"), [], {
    LIANMAI_CHROMIUM: findChromium(),
    LIANMAI_SCREENSHOTS: folder === undefined ? join(root, "docs", "images") : resolve(callerDir, folder),
  });
});
