import { expect, it } from "vitest";

type Without = (
  sources: ReadonlyMap<string, string>,
  users: Iterable<string>,
  mayLose: (path: string) => boolean,
) => Map<string, string>;

const build = new URL("../../build/unused-methods.mjs", import.meta.url).href;
const { withoutUnusedMethods }: { withoutUnusedMethods: Without } = await import(/* @vite-ignore */ build);

const everywhere = () => true;

/** The names of the methods that are left of a class. */
function left(source: string, users: string[] = [], mayLose = everywhere): string[] {
  const rest = withoutUnusedMethods(new Map([["engine.ts", source]]), users, mayLose).get("engine.ts") ?? "";
  expect(rest.length).toBe(source.length);
  expect(rest.split("\n").length).toBe(source.split("\n").length);
  return [...rest.matchAll(/(\w+)\([\w: ]*\)(?:: \w+)? \{/g)].map(([, name = ""]) => name);
}

it("takes out methods that nobody calls, and those that only they call", () => {
  const source = `
    class Node {
      static make() { return new Node().called() }
      called() { return 1 }
      alone() { return this.below() + this.alone() }
      below() {
        return 2
      }
    }
    Node.make()`;
  expect(left(source)).toEqual(["make", "called"]);
});

it("keeps what our sources or a text say, and what may not be touched", () => {
  const source = `
    class Node { ours() { } byText() { } unused() { } toString() { } }
    new Node()["byText"]()`;
  expect(left(source, ["node.ours()"])).toEqual(["ours", "byText", "toString"]);
  expect(left(source, [], () => false)).toEqual(["ours", "byText", "unused", "toString"]);
});

it("does not take types and declarations for calls, but code beside types", () => {
  const source = `
    interface Shape { typed(): void; alike(): void }
    class Node implements Shape {
      alike(): void
      alike(one?: string): void { }
      typed(): void { }
      cast(): void { }
    }
    (new Node() as Node).cast()`;
  expect(left(source)).toEqual(["cast"]);
});
