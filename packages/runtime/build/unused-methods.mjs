// Methods of the engine's classes that nobody calls. No bundler drops them: it cannot know who holds an object.
import { parseAst } from "rolldown/parseAst";

/** Nodes of types alone, which are gone when the code runs. These few hold code. */
const CODE_OF_TYPESCRIPT =
  /^TS(?:AsExpression|NonNullExpression|SatisfiesExpression|TypeAssertion|InstantiationExpression|ParameterProperty|Enum\w*|Export\w*)$/;
/** Called by the language without anybody saying so. */
const IMPLIED = new Set(["toString", "toJSON", "valueOf", "then", "handleEvent"]);
const WORD = /[\w$]+/g;

/**
 * Takes the methods out whose names nothing else says: neither the engine, in its code or in a text, nor our own
 * sources. What only they called goes with them.
 *
 * @param {ReadonlyMap<string, string>} sources Those of the engine in TypeScript, by path.
 * @param {Iterable<string>} users Other sources that use the engine.
 * @param {(path: string) => boolean} mayLose Whether the classes of a source may lose methods.
 * @returns {Map<string, string>} The sources without them; lines and columns of the rest are as they were.
 */
export function withoutUnusedMethods(sources, users, mayLose) {
  const used = new Set(IMPLIED);
  for (const user of users) for (const [word] of user.matchAll(WORD)) used.add(word);
  /** How often each name is said. */
  const said = new Map();
  /** Methods by their names. */
  const methods = new Map();
  for (const [path, source] of sources) {
    visit(parseAst(source, { lang: "ts" }).body, (node) => {
      for (const word of wordsOf(node)) said.set(word, (said.get(word) ?? 0) + 1);
      if (!mayLose(path) || !isMethod(node) || used.has(node.key.name)) return;
      const { name } = node.key;
      methods.set(name, [...(methods.get(name) ?? []), { path, node, words: wordsInside(node) }]);
    });
  }

  const removed = new Map();
  for (let isChanging = true; isChanging; ) {
    isChanging = false;
    for (const [name, group] of methods) {
      // Methods of one name may well call each other.
      const inside = group.flatMap(({ words }) => words);
      if (said.get(name) !== inside.filter((word) => word === name).length) continue;
      for (const word of inside) said.set(word, said.get(word) - 1);
      for (const { path, node } of group) removed.set(path, [...(removed.get(path) ?? []), node]);
      methods.delete(name);
      isChanging = true;
    }
  }

  const result = new Map(sources);
  for (const [path, nodes] of removed) {
    const source = sources.get(path);
    let rest = source;
    for (const { start, end } of nodes) {
      rest = rest.slice(0, start) + rest.slice(start, end).replace(/\S/g, " ") + rest.slice(end);
    }
    result.set(path, rest);
  }
  return result;
}

function isMethod({ type, kind, computed, key, value }) {
  return (
    type === "MethodDefinition" &&
    kind !== "constructor" &&
    !computed &&
    key.type === "Identifier" &&
    value.type === "FunctionExpression"
  );
}

function wordsInside(node) {
  const words = [];
  visit(node, (inside) => words.push(...wordsOf(inside)));
  return words;
}

function wordsOf({ type, name, value }) {
  if (type === "Identifier") return [name];
  if (type === "Literal" && typeof value === "string") return value.match(WORD) ?? [];
  if (type === "TemplateElement") return value.raw.match(WORD) ?? [];
  return [];
}

/** Calls `enter` for a node and all code inside. */
function visit(node, enter) {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, enter);
    return;
  }
  if (typeof node?.type !== "string") return;
  if (node.type.startsWith("TS") && !CODE_OF_TYPESCRIPT.test(node.type)) return;
  // Without a body it only declares another way to call a method.
  if (node.value?.type === "TSEmptyBodyFunctionExpression") return;
  enter(node);
  for (const child of Object.values(node)) if (typeof child === "object") visit(child, enter);
}
