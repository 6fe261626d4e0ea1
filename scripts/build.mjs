// npm run build: all packages and pages, as `npm start` does it.
import { main } from "./lib/main.mjs";
import { setUp } from "./lib/setup.mjs";

await main(() => setUp({ worker: false }));
