import { withoutComments } from "./code-text.js";
import { type Finding, findingAt, type SourceFile } from "./finding.js";

const PLACEHOLDER = /^(your[_-]?app[_-]?id.*|<.*>|x+|)$/i;

/**
 * What is wrong with how a project joins calls: no AppId, a key in the project, a token that was copied in instead of
 * being fetched from a back end.
 *
 * @param keys that are known on this machine, to be found whatever they are called
 */
export function checkRtc(files: readonly SourceFile[], keys: readonly string[]): Finding[] {
  const scripts = files.map((file) => ({ file, code: withoutComments(file.text) }));
  const findings = scripts.flatMap(({ file, code }) => [
    ...appIds(file, code),
    ...keysIn(file, code, keys),
    ...tokensIn(file, code),
  ]);
  const joining = scripts.find(({ code }) => /\.\s*joinRtcRoom\b/.test(code));
  const asks = scripts.some(({ code }) => /\btt\s*\.\s*(request|connectSocket)\b/.test(code));
  if (joining !== undefined && !asks) {
    findings.push(
      findingAt(joining.file, joining.code.search(/joinRtcRoom/), {
        severity: "warning",
        code: "rtc-no-back-end",
        zh: "项目进房，但没有任何 tt.request：Token 应向自己的后端获取，写死的 Token 会过期。参见 docs/publishing.zh-CN.md。",
        en: "The project joins rooms but sends no tt.request: a token is fetched from a back end of one's own; one that is written down expires. See docs/publishing.md.",
      }),
    );
  }
  return findings;
}

function appIds(file: SourceFile, code: string): Finding[] {
  const findings: Finding[] = [];
  for (const match of code.matchAll(/createRtcRoomContext\s*\(\s*(\)|\{([^}]*)\})/g)) {
    const body = match[2] ?? "";
    const literal = /\bappId\s*:\s*(["'`])([^"'`]*)\1/.exec(body);
    const given = /\bappId\b/.test(body);
    if (given && literal === null) continue;
    const value = literal?.[2] ?? "";
    if (given && !PLACEHOLDER.test(value)) continue;
    findings.push(
      findingAt(file, match.index, {
        severity: "error",
        code: "rtc-no-app-id",
        zh: `createRtcRoomContext 的 appId ${given ? `是占位符 ${JSON.stringify(value)}` : "没有填写"}。lianmai app 会显示 AppId；更好的做法是由后端随 Token 一起返回。`,
        en: `The appId of createRtcRoomContext ${given ? `is the placeholder ${JSON.stringify(value)}` : "is missing"}. lianmai app shows it; better still, let the back end answer it with the token.`,
      }),
    );
  }
  return findings;
}

function keysIn(file: SourceFile, code: string, keys: readonly string[]): Finding[] {
  const named = [
    ...code.matchAll(
      /\b(app[_-]?key|secret[_-]?key|access[_-]?key[_-]?secret)\b["']?\s*[:=]\s*["'`]([^"'`]{16,})["'`]/gi,
    ),
  ];
  const offsets = [
    ...named.map((match) => match.index),
    ...keys.map((key) => code.indexOf(key)).filter((at) => at >= 0),
  ];
  return [...new Set(offsets)].slice(0, 5).map((offset) =>
    findingAt(file, offset, {
      severity: "error",
      code: "rtc-key-in-project",
      zh: "项目里有密钥，任何打开小程序的人都能读到。请把它移到后端，由后端签发 Token；已经外泄的密钥请更换。",
      en: "A key is in the project, where anybody who opens the mini-program can read it. Move it to a back end that signs tokens; change a key that has got out.",
    }),
  );
}

function tokensIn(file: SourceFile, code: string): Finding[] {
  // Version 001 followed by an AppId: what a token of this service begins with.
  return [...code.matchAll(/["'`]001[0-9a-f]{24}[A-Za-z0-9+/=]{20,}["'`]/g)].map((match) =>
    findingAt(file, match.index, {
      severity: "warning",
      code: "rtc-token-in-project",
      zh: "Token 写死在项目里：只对一个用户和房间有效，而且会过期。请向自己的后端获取。",
      en: "A token is written into the project: it is good for one user and room, and expires. Fetch it from a back end of your own.",
    }),
  );
}
