// npm run dev -- FOLDER [options]: the simulator with a mini-program of one's own.
import { lianmai } from "./lib/lianmai.mjs";
import { main } from "./lib/main.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  await setUp();
  await lianmai(["dev", ...process.argv.slice(2)]);
});
