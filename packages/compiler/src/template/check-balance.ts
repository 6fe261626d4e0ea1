import { type PlacedFinding, say } from "../diagnostic/diagnostic.js";
import type { OpenTag, TemplateToken } from "./scanner.js";

/** Checks that every element is closed, once, and in order; and that `tt:elif` and `tt:else` follow a `tt:if`. */
export function checkBalance(source: string, tokens: readonly TemplateToken[]): PlacedFinding[] {
  const findings: PlacedFinding[] = [];
  const open: { tag: OpenTag | undefined; canElse: boolean }[] = [{ tag: undefined, canElse: false }];
  for (const token of tokens) {
    const level = open.at(-1);
    if (!level) break;
    if (token.kind === "open") {
      checkBranch(token, level, findings);
      if (!token.selfClosing) open.push({ tag: token, canElse: false });
    } else if (token.kind === "close") close(token, open, findings);
    else if (token.kind === "text" && source.slice(token.start, token.end).trim() !== "") level.canElse = false;
  }
  for (const { tag } of open) if (tag) findings.push(unclosed(tag));
  return findings;
}

function checkBranch(tag: OpenTag, level: { canElse: boolean }, findings: PlacedFinding[]): void {
  const branch = tag.attributes.find(({ name }) => name === "tt:elif" || name === "tt:else");
  if (branch && !level.canElse) {
    const message = say(
      `${branch.name} 前面没有与它相邻的 tt:if 或 tt:elif，它会被忽略。`,
      `${branch.name} does not follow an element with tt:if or tt:elif, and is ignored.`,
    );
    findings.push({ severity: "warning", code: "ttml-else", message, start: branch.start, end: branch.nameEnd });
  }
  level.canElse = tag.attributes.some(({ name }) => name === "tt:if" || (name === "tt:elif" && level.canElse));
}

function close(
  token: Extract<TemplateToken, { kind: "close" }>,
  open: { tag: OpenTag | undefined }[],
  findings: PlacedFinding[],
): void {
  const depth = open.findLastIndex(({ tag }) => tag?.name === token.name);
  if (depth < 0) {
    const message = say(
      `</${token.name}> 没有对应的开始标签；请删除它，或补上 <${token.name}>。`,
      `</${token.name}> closes nothing; remove it, or add the <${token.name}> that it belongs to.`,
    );
    findings.push({ severity: "error", code: "ttml-close", message, start: token.start, end: token.end });
    return;
  }
  for (const { tag } of open.splice(depth).slice(1)) if (tag) findings.push(unclosed(tag));
}

function unclosed(tag: OpenTag): PlacedFinding {
  const message = say(
    `<${tag.name}> 没有结束标签；请加上 </${tag.name}>，或写成 <${tag.name} … />。`,
    `<${tag.name}> is never closed; add </${tag.name}>, or write <${tag.name} … />.`,
  );
  return { severity: "error", code: "ttml-unclosed", message, start: tag.start, end: tag.nameEnd };
}
