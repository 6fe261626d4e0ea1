// Which options of App, Page, Component and Behavior the platform's typings know, and which of them a test names.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the options of each function stand in the typings: file and interfaces. */
const SOURCES = {
  App: [["types/app.d.ts", "AppOptions"]],
  Page: [
    ["types/page.d.ts", "PageOptions"],
    ["types/page.d.ts", "Data"],
  ],
  Component: ["Data", "Property", "Method", "OtherOption", "Lifetimes"].map((name) => ["types/component.d.ts", name]),
  // The typings of Behavior are made of those of Component, without its `options`.
  Behavior: ["Data", "Property", "Method", "OtherOption", "Lifetimes"].map((name) => ["types/component.d.ts", name]),
};
const LEFT_OUT = { Behavior: new Set(["options"]) };

/**
 * @param {string} typings Folder of the typings.
 * @returns {Map<string, string[]>} The options by function, in the order of the typings.
 */
export function platformOptions(typings) {
  return new Map(
    Object.entries(SOURCES).map(([kind, places]) => {
      const names = places.flatMap(([file, name]) => keysOf(readFileSync(join(typings, file), "utf8"), name));
      return [kind, [...new Set(names)].filter((name) => !LEFT_OUT[kind]?.has(name))];
    }),
  );
}

/**
 * The options that a test names in its title and uses in its program, as `Page.onLoad`.
 *
 * @param {string} source Text of a test file: each `it("Kind.option ...")`, and `it.each(ROWS)("Kind.%s")` with the
 *   rows of an array in the same file, whose first entries name options.
 * @returns {Set<string>}
 */
export function testedOptions(source) {
  const found = new Set();
  const count = (title, body) => {
    for (const [name, , option] of title.matchAll(/\b(App|Page|Component|Behavior)\.(\w+)/g)) {
      if (isUsed(option, body)) found.add(name);
    }
  };
  for (const test of source.split(/^ {2}it\(/m).slice(1)) {
    const [, title = ""] = /^"([^"]+)"/.exec(test) ?? [];
    count(title, test.slice(title.length + 2));
  }
  for (const [, array, kind] of source.matchAll(/it\.each\((\w+)\)\("(\w+)\.%s"/g)) {
    const start = source.indexOf(`const ${array}`);
    const rows = source.slice(start, source.indexOf("\n];", start)).split(/^ {2}\[$/m);
    for (const row of rows.slice(1)) {
      const [, title = ""] = /^\s*"([^"]+)"/.exec(row) ?? [];
      const names = title.split(/,| and /).map((name) => `${kind}.${name.trim()}`);
      count(names.join(" "), row.slice(row.indexOf(title) + title.length + 1));
    }
  }
  return found;
}

/** Whether a program has the option: as a method, a property, or a short property. */
function isUsed(option, program) {
  // `say("Load")` writes `onLoad`: names may be put together.
  const spelled = new RegExp(`\\b${option}\\b\\s*[:(,]`).test(program);
  const [, rest = ""] = /^on([A-Z]\w+)$/.exec(option) ?? [];
  return spelled || (rest !== "" && program.includes(`"${rest}"`));
}

/** The keys of an interface, by its braces. */
function keysOf(source, name) {
  const code = source.replace(/\/\*.*?\*\//gs, "").replace(/\/\/.*$/gm, "");
  const start = code.search(new RegExp(`interface ${name}\\b`));
  if (start < 0) throw new Error(`the typings have no interface ${name}`);
  const keys = [];
  let depth = 0;
  for (let at = code.indexOf("{", start); at < code.length; at++) {
    if (depth === 1) {
      const [, key] = /^[\s;]*(\w+)\??\s*:/.exec(code.slice(at)) ?? [];
      const before = code.slice(0, at).trimEnd().at(-1);
      if (key && (before === "{" || before === ";" || before === "}")) keys.push(key);
    }
    if ("{(<".includes(code[at])) depth++;
    else if ("})".includes(code[at]) || (code[at] === ">" && code[at - 1] !== "=")) depth--;
    if (depth === 0) return [...new Set(keys)];
  }
  return keys;
}
