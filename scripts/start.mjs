// npm start: from a plain clone to two phones in a call. Options are those of `lianmai dev`.
import { join } from "node:path";
import { lianmai } from "./lib/lianmai.mjs";
import { main } from "./lib/main.mjs";
import { root } from "./lib/paths.mjs";
import { setUp } from "./lib/setup.mjs";

const examples = join(root, "examples");

await main(async () => {
  await setUp();
  await lianmai([
    "dev",
    join(examples, "video-call"),
    "--back-end",
    `https://rtc-demo.example.com=${join(examples, "backend")}`,
    "--page",
    `/web-call=${join(examples, "web-call", "dist")}`,
    ...process.argv.slice(2),
  ]);
});
