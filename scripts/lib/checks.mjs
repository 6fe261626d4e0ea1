import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { say } from "./language.mjs";
import { root } from "./paths.mjs";
import { run } from "./run.mjs";

const program = (name) => join(root, "node_modules", ".bin", name);

/** What is checked without running anything, each by a program that exits with 0 when all is well. */
export const checks = [
  {
    label: "Biome",
    work: () =>
      check("biome", ["check", "."], {
        message: say("Biome 发现了问题。", "Biome found something."),
        fix: say("npm run format 能修正其中大部分。", "npm run format mends most of it."),
      }),
  },
  {
    label: say("类型检查", "Types"),
    work: () =>
      check("tsc", ["-p", "tsconfig.check.json"], {
        message: say("类型检查未通过。", "The type check failed."),
        fix: say("请修正以上错误。", "Mend the errors above."),
      }),
  },
];

async function check(name, args, { message, fix }) {
  try {
    await run(program(name), args, { cwd: root, show: "first", lines: 40 });
  } catch (error) {
    throw new Failure(message, { fix, detail: error.detail, cause: error });
  }
}
