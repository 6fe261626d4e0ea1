import { relative } from "node:path";
import { formatDiagnostic } from "@lianmai/compiler";
import { type CompileState, terminalQrCode } from "@lianmai/devtools";
import { isLoopback } from "../dev/addresses.js";
import type { BackEnd } from "../dev/back-end.js";
import type { DevOptions, RunningDev } from "../dev/start-dev.js";
import { box, pad } from "../terminal/box.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import type { DevVoice } from "./dev-voice.js";

/** What `dev` says to people. */
export function devLines(options: DevOptions, cwd: string): DevVoice {
  const note = (text: string) => console.warn(`${palette(process.stdout).yellow("!")} ${text}`);
  return {
    compiled: reportCompile,
    warning: note,
    async ready(running) {
      console.log(`\n${await banner(running, options, cwd)}\n`);
    },
    noBrowser() {
      console.log(say("没有找到浏览器，请自己打开上面的地址。", "No browser was found: open the address above."));
    },
    backEndEnded({ url, logFile }: BackEnd, how: string) {
      note(
        say(
          `后端 ${url} 已退出（${how}），日志：${logFile}`,
          `The back end at ${url} has ended (${how}); its log: ${logFile}`,
        ),
      );
    },
    stopping() {
      console.log(say("\n正在停止……", "\nStopping ..."));
    },
  };
}

/** One line for a compilation that worked, place and code frame for what is wrong. */
function reportCompile(state: CompileState): void {
  const { colourful, green, red } = palette(process.stdout);
  const failed = state.phase === "failed";
  const label = pad(say("编译小程序", "Mini-program"), 22);
  console.log(`${failed ? red("✗") : green("✓")} ${label}${seconds(state.milliseconds)}`);
  for (const diagnostic of state.diagnostics) {
    console.log(`\n${formatDiagnostic(diagnostic, { color: colourful })}\n`);
  }
  if (failed && state.hash !== undefined) {
    console.log(say("  上一个可用版本仍在运行。", "  The previous version keeps running."));
  }
}

async function banner(running: RunningDev, options: DevOptions, cwd: string): Promise<string> {
  const { bold, cyan, dim } = palette(process.stdout);
  const pages = Object.keys(options.pages ?? {});
  const rows: [string, string][] = [
    [say("本机", "This machine"), cyan(running.url)],
    ...pages.map((path): [string, string] => [say("网页", "Web page"), cyan(pageUrl(running, path))]),
    [say("手机", "Phones"), running.phoneUrl === undefined ? dim(whyNoPhones(options.host)) : cyan(running.phoneUrl)],
    ["AppId", running.app.appId],
    [say("日志", "Logs"), shortPath(running.logDir, cwd)],
    [say("停止", "Stop"), "Ctrl+C"],
  ];
  const lines = rows.map(([label, value]) => `${pad(label, 14)}${value}`);
  const frame = box(bold(say("连麦", "Lianmai")), ["", ...lines, ""]);
  // A QR code is drawn in the terminal's colours; in a file or a pipe nobody could scan it.
  if (running.phoneUrl === undefined || !process.stdout.isTTY) return frame;
  const hint = say(
    "手机扫码打开（首次会提示证书不受信任，选择继续即可）：",
    "Scan with a phone (it warns of the certificate once; go on):",
  );
  return `${frame}\n\n${hint}\n${await terminalQrCode(running.phoneUrl)}`;
}

/** Where this machine opens a folder of web pages that is served under a path. */
export function pageUrl(running: RunningDev, path: string): string {
  return new URL(`${path.replace(/^\/|\/$/g, "")}/`, running.url).href;
}

function whyNoPhones(host: string): string {
  return isLoopback(host)
    ? say("仅限本机（--host 0.0.0.0 可让同一网络的手机访问）", "none: this machine only (--host 0.0.0.0 lets them in)")
    : say("本机未连接网络，手机无法访问", "none: this machine is in no network");
}

/** Relative where that is shorter to read. */
function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") || short === "" ? path : short;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`.padStart(8);
}
