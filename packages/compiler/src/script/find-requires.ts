import type { AnyNode, CallExpression, Function as FunctionNode, Node, Program } from "acorn";

/** A `require` with a constant argument. */
export interface RequireCall {
  specifier: string;
  /** Offset of the argument. */
  start: number;
  end: number;
  /** Inside a `try`: the code is prepared for the module to be missing. */
  guarded: boolean;
}

/**
 * Finds `require("x")` and `require.async("x")` in CommonJS code. Calls of a local `require` (bundles within bundles
 * bring their own) and computed arguments are left out.
 */
export function findRequires(program: Program): RequireCall[] {
  const calls: RequireCall[] = [];
  visit(program as AnyNode, false, calls);
  return calls;
}

function visit(node: AnyNode, guarded: boolean, calls: RequireCall[]): void {
  if (node.type === "CallExpression") addCall(node, guarded, calls);
  if (isFunction(node) && declaresRequire(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== "object" || value === null) continue;
    const inside = guarded || (node.type === "TryStatement" && key === "block");
    if (!Array.isArray(value)) {
      if (isNode(value)) visit(value, inside, calls);
    } else for (const item of value) if (isNode(item)) visit(item, inside, calls);
  }
}

function addCall(node: CallExpression, guarded: boolean, calls: RequireCall[]): void {
  const callee = node.callee;
  const direct = callee.type === "Identifier" && callee.name === "require";
  const async =
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    callee.object.name === "require" &&
    callee.property.type === "Identifier" &&
    callee.property.name === "async";
  const argument = node.arguments[0];
  if ((!direct && !async) || !argument) return;
  const specifier = constantString(argument as AnyNode);
  if (specifier !== undefined) calls.push({ specifier, start: argument.start, end: argument.end, guarded });
}

function constantString(node: AnyNode): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

function declaresRequire(node: FunctionNode): boolean {
  const named = (it: AnyNode | Node | null | undefined) => {
    const identifier = it as AnyNode | null | undefined;
    return identifier?.type === "Identifier" && identifier.name === "require";
  };
  if (node.params.some(named)) return true;
  return (
    node.body.type === "BlockStatement" &&
    node.body.body.some(
      (statement) =>
        (statement.type === "FunctionDeclaration" && named(statement.id)) ||
        (statement.type === "VariableDeclaration" && statement.declarations.some(({ id }) => named(id))),
    )
  );
}

function isFunction(node: AnyNode): node is FunctionNode & AnyNode {
  return /Function/.test(node.type);
}

function isNode(value: unknown): value is AnyNode {
  return typeof (value as Partial<Node> | null)?.type === "string";
}
