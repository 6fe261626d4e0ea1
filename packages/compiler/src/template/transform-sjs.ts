import { type AnyNode, type MemberExpression, parse } from "acorn";
import { type PlacedFinding, say } from "../diagnostic/diagnostic.js";
import type { Edit } from "./edited-text.js";

/** Name of the function that the templates script defines for `.constructor` in SJS. */
export const SJS_TYPE_NAME = "$sjsType";

/**
 * Prepares an SJS module: `require` gets paths from the root, and `.constructor`, which in SJS is the name of a type
 * (`"Array"`), becomes a call of a function of the SJS base library.
 *
 * @param resolve Gives the path of a required module; `at` is the offset of the specifier.
 */
export function transformSjs(
  code: string,
  resolve: (specifier: string, at: number) => string | undefined,
): { edits: Edit[]; findings: PlacedFinding[] } {
  const edits: Edit[] = [];
  const findings: PlacedFinding[] = [];
  try {
    const options = { ecmaVersion: "latest", sourceType: "script", allowReturnOutsideFunction: true } as const;
    visit(parse(code, options) as AnyNode, undefined, (node, parent) => {
      if (node.type === "MemberExpression" && isConstructor(node) && !isTarget(node, parent)) {
        edits.push({ start: node.start, end: node.start, text: `${SJS_TYPE_NAME}(` });
        edits.push({ start: node.object.end, end: node.end, text: ")" });
      }
      if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "require") return;
      const argument = node.arguments[0];
      if (argument?.type !== "Literal" || typeof argument.value !== "string") return;
      const path = resolve(argument.value, argument.start + 1);
      if (path !== undefined)
        edits.push({ start: argument.start, end: argument.end, text: JSON.stringify(`/${path}`) });
      else {
        const message = say(
          `找不到 SJS 模块 ${argument.value}。`,
          `SJS module ${argument.value} was not found; SJS can only require other .sjs files.`,
        );
        findings.push({ severity: "error", code: "sjs-missing", message, start: argument.start, end: argument.end });
      }
    });
  } catch (error) {
    const { pos, message } = error as { pos?: number; message: string };
    const text = message.replace(/ \(\d+:\d+\)$/, "");
    const start = pos ?? 0;
    findings.push({ severity: "error", code: "sjs-syntax", message: say("SJS 语法错误。", `${text}.`), start });
  }
  return { edits, findings };
}

function isConstructor(node: MemberExpression): boolean {
  const name = node.property;
  return node.computed
    ? name.type === "Literal" && name.value === "constructor"
    : name.type === "Identifier" && name.name === "constructor";
}

/** Whether the member is assigned, deleted or called, and so cannot become a call. */
function isTarget(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === "AssignmentExpression") return parent.left === node;
  if (parent?.type === "CallExpression" || parent?.type === "NewExpression") return parent.callee === node;
  return parent?.type === "UpdateExpression" || parent?.type === "UnaryExpression"
    ? parent.operator !== "typeof"
    : false;
}

function visit(node: AnyNode, parent: AnyNode | undefined, see: (node: AnyNode, parent?: AnyNode) => void): void {
  see(node, parent);
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof (item as Partial<AnyNode> | null)?.type === "string") visit(item as AnyNode, node, see);
    }
  }
}
