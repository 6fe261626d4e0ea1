import { PROGRAM_PAGE } from "@lianmai/protocol";
import { settingsIn } from "./page-settings.js";
import { PREVIEW, type Program, type ProgramVersion } from "./program.js";

/** What a reviewer should know of a version. */
export interface AuditFinding {
  readonly severity: "error" | "warning";
  readonly text: { readonly zh: string; readonly en: string };
}

/** The platform's own bound for a main package; larger ones start slowly on phones. */
const SCRIPT_ADVICE = 2 * 1024 * 1024;
const ORIGIN = /\b(https?|wss?):\/\/([\w.-]+)(?::\d+)?(?=[/"'`?#\s\\]|$)/g;

/**
 * Checks a version as a reviewer would: is it complete, may it reach the servers that its script names, is it small
 * enough. Keys were looked for when it was uploaded.
 */
export async function audit(
  program: Program,
  version: ProgramVersion,
  read: (path: string) => Promise<Buffer>,
): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  const frame = settingsIn((await read(PROGRAM_PAGE)).toString("utf8"))?.frame ?? "";
  const script = await read(frame.replace(/frame\.html$/, "app.js"));
  if (script.length > SCRIPT_ADVICE) {
    const size = (script.length / 1024 / 1024).toFixed(1);
    findings.push({
      severity: "warning",
      text: {
        zh: `脚本有 ${size} MB，在手机上启动会慢。用 lianmai check 看哪些文件最大。`,
        en: `The script has ${size} MB and will start slowly on phones. lianmai check shows which files are the largest.`,
      },
    });
  }
  const allowed = new Set(program.domains.map(({ origin }) => originKey(origin)));
  const named = new Set(script.toString("utf8").match(ORIGIN) ?? []);
  for (const origin of named) {
    if (allowed.has(originKey(origin)) || origin.includes("//www.w3.org")) continue;
    findings.push({
      severity: "warning",
      text: {
        zh: `脚本中有 ${origin}，但它不在请求域名里，请求会被拒绝。用 lianmai settings --domain ${origin} 加入。`,
        en: `The script names ${origin}, which is not among the request domains, so requests there are refused. Add it by lianmai settings --domain ${origin}.`,
      },
    });
  }
  if (program.domains.length === 0 && /createRtcRoomContext/.test(script.toString("utf8"))) {
    findings.push({
      severity: "error",
      text: {
        zh: "小程序使用连麦，但没有配置请求域名，拿不到 Token。用 lianmai settings --domain https://你的后端 加入。",
        en: "The mini-program makes calls, but no request domain is set, so it cannot fetch a token. Add your back end by lianmai settings --domain https://YOUR-BACK-END.",
      },
    });
  }
  if (version.changeLog.trim() === "" && version.version !== PREVIEW) {
    findings.push({
      severity: "warning",
      text: { zh: "没有写更新说明。", en: "There is no change-log." },
    });
  }
  return findings;
}

/** Sockets and requests to one host are allowed together. */
export function originKey(origin: string): string {
  return origin.replace(/^ws/, "http").toLowerCase();
}
