import { expect, test } from "vitest";
import { ProjectCompiler } from "../compiler.js";
import { onePage, temporaryProject } from "../testing/temporary-project.js";

test("a tsconfig with extras, comments or mistakes changes only the meaning of classes", async () => {
  const script = async (tsconfig: string) => {
    const { "pages/index/index.js": _, ...files } = onePage({});
    const page = "class A { a: number = 1 }\nPage({ A });";
    const project = temporaryProject({ ...files, "pages/index/index.ts": page, "tsconfig.json": tsconfig });
    const { bundle, diagnostics } = await new ProjectCompiler(project.root).compile();
    expect(diagnostics).toEqual([]);
    return bundle?.script ?? "";
  };
  const loose = '{"extends":"./none", "compilerOptions":{"target":"es2020",/* c */"paths":{"a":["b"]},"strict":true,}}';
  expect(await script(loose)).toContain("this.a = 1");
  expect(await script("{}")).toContain("a = 1;");
  expect(await script('{"compilerOptions":')).not.toContain("this.a = 1");
});
