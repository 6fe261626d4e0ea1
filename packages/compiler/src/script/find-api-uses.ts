import type { AnyNode, Identifier, ObjectPattern, Program } from "acorn";

/** The members of `tt` that a script names; `all` where it gets at `tt` in a way that names none. */
export type ApiUses = ReadonlySet<string> | "all";

/** The object of the platform's functions, as user modules see it. */
const API = "tt";

/**
 * Finds which members of `tt` a script may use. It errs on the safe side: `tt` handed on, copied, searched through or
 * reached by `eval` counts as all of them, and another variable of that name as `tt` itself.
 */
export function findApiUses(program: Program): ApiUses {
  const uses = new Set<string>();
  return visit(program as AnyNode, undefined, uses) ? uses : "all";
}

/** @returns Whether all uses in the node could be named. */
function visit(node: AnyNode, parent: AnyNode | undefined, uses: Set<string>): boolean {
  if (node.type === "Identifier") return node.name !== API || addUse(node, parent, uses);
  if (node.type === "WithStatement") return false;
  if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "eval") return false;
  for (const value of Object.values(node)) {
    if (typeof value !== "object" || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item?.type === "string" && !visit(item as AnyNode, node, uses)) return false;
    }
  }
  return true;
}

function addUse(node: Identifier, parent: AnyNode | undefined, uses: Set<string>): boolean {
  switch (parent?.type) {
    case "MemberExpression": {
      if (node === parent.property && !parent.computed) return true;
      if (node !== parent.object) return false;
      const name = parent.computed ? constant(parent.property) : nameOf(parent.property);
      return add(name, uses);
    }
    case "VariableDeclarator":
      if (node === parent.id) return true;
      return parent.id.type === "ObjectPattern" && addPattern(parent.id, uses);
    case "AssignmentExpression":
      return parent.left.type === "ObjectPattern" && node === parent.right && addPattern(parent.left, uses);
    case "Property":
      return node === parent.key && !parent.computed && !parent.shorthand;
    case "MethodDefinition":
    case "PropertyDefinition":
      return node === parent.key && !parent.computed;
    case "UnaryExpression":
      return parent.operator === "typeof" || parent.operator === "!";
    case "LogicalExpression":
      return parent.operator === "&&" && node === parent.left;
    case "IfStatement":
    case "ConditionalExpression":
      return node === parent.test;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return (parent.params as unknown[]).includes(node);
    default:
      return false;
  }
}

/** `const { request, login: signIn } = tt`. What is taken by a rest or a computed name could be anything. */
function addPattern(pattern: ObjectPattern, uses: Set<string>): boolean {
  return pattern.properties.every((property) => {
    if (property.type !== "Property") return false;
    return add(property.computed ? constant(property.key) : (nameOf(property.key) ?? constant(property.key)), uses);
  });
}

function add(name: string | undefined, uses: Set<string>): boolean {
  if (name === undefined) return false;
  uses.add(name);
  return true;
}

function nameOf(node: { type: string }): string | undefined {
  return node.type === "Identifier" ? (node as Identifier).name : undefined;
}

function constant(node: { type: string }): string | undefined {
  const { type, value } = node as { type: string; value?: unknown };
  return type === "Literal" && typeof value === "string" ? value : undefined;
}
