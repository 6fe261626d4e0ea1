import { readFileSync } from "node:fs";
import { Failure } from "./failure.mjs";
import { say } from "./language.mjs";

/** Refuses to go on with a Node.js that is older than package.json asks for. */
export function checkNodeVersion(current = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const wanted = engines.node.replace(">=", "");
  const [major, minor] = current.split(".").map(Number);
  const [wantedMajor, wantedMinor] = wanted.split(".").map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new Failure(
    say(
      `Lianmai 需要 Node.js ${wanted} 或更高版本，当前为 ${current}。`,
      `Lianmai needs Node.js ${wanted} or later; this is ${current}.`,
    ),
    { fix: say("请从 nodejs.org 或用 nvm 安装：nvm install 20", "Install it from nodejs.org, or by: nvm install 20") },
  );
}
