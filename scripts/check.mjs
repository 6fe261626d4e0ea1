// npm run check: style and types, without running anything.
import { checks } from "./lib/checks.mjs";
import { main } from "./lib/main.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";

await main(async () => {
  const steps = new Steps();
  await setUp({ worker: false, web: false, steps });
  for (const { label, work } of checks) await steps.step(label, work);
});
