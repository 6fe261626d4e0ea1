// npm run -s bench NAME: runs one measurement of bench/. Figures go to standard output, one a line.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./lib/chromium.mjs";
import { Failure } from "./lib/failure.mjs";
import { say } from "./lib/language.mjs";
import { main } from "./lib/main.mjs";
import { root } from "./lib/paths.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";
import { runTypeScript } from "./lib/typescript.mjs";

const folder = join(root, "bench");
const entryOf = (name) => join(folder, name, "index.ts");

await main(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || !existsSync(entryOf(name))) {
    const names = readdirSync(folder).filter((one) => existsSync(entryOf(one)));
    throw new Failure(
      name === undefined
        ? say("请说明要测什么。", "Say what to measure.")
        : say(`没有名为 ${name} 的测量。`, `There is no measurement "${name}".`),
      { fix: `npm run -s bench ${names.join(" | ")}` },
    );
  }
  await setUp({ chromium: true, steps: new Steps({ stream: process.stderr, quiet: true }) });
  // A process of its own: nothing of set-up is in the figures.
  process.exitCode = await runTypeScript(entryOf(name), args, { LIANMAI_CHROMIUM: findChromium() });
});
