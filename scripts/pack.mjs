// npm run -s pack -- FOLDER: builds all packages and packs each as `npm publish` would, into a folder.
import { resolve } from "node:path";
import { Failure } from "./lib/failure.mjs";
import { say } from "./lib/language.mjs";
import { main } from "./lib/main.mjs";
import { packPackages } from "./lib/pack.mjs";
import { callerDir } from "./lib/paths.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";

await main(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    throw new Failure(say("请指定放 tarball 的文件夹。", "Name a folder for the tarballs."), {
      fix: "npm run -s pack -- FOLDER",
    });
  }
  await setUp({ worker: false, steps: new Steps({ stream: process.stderr, quiet: true }) });
  for (const tarball of await packPackages(resolve(callerDir, folder))) console.log(tarball);
});
