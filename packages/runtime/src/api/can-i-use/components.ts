import type { Builtin } from "../../components/builtin.js";
import type { ComponentTable } from "./answer.js";

/** What `canIUse` knows of the built-in components: their tags, and the attributes as they are written in templates. */
export function componentTable(
  builtins: readonly Pick<Builtin, "tag" | "properties">[],
  plainTags: readonly string[],
): ComponentTable {
  const plain = plainTags.map((tag) => [tag, true] as const);
  const described = builtins.map(
    ({ tag, properties }) => [tag, Object.keys(properties).map((name) => name.replace(/[A-Z]/g, dashed))] as const,
  );
  return Object.fromEntries([...plain, ...described]);
}

function dashed(letter: string): string {
  return `-${letter.toLowerCase()}`;
}
