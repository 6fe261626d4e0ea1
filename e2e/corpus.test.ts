import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Diagnostic, ProjectCompiler } from "@lianmai/compiler";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIBRARIES, type Library, wholeLibraries, writeFiles } from "./corpus/library.js";
import { specimenProject } from "./corpus/tdesign.js";
import { TRIALS } from "./corpus/trials.js";
import { until } from "./harness/index.js";
import { RuntimeLab } from "./runtime/mini-program.js";

interface Compiled {
  diagnostics: Diagnostic[];
  hasBundle: boolean;
  templates: number;
}

describe.each(LIBRARIES)("the package $name", (library) => {
  let found: Compiled;
  beforeAll(async () => {
    found = await compile(library);
  });

  it("compiles without errors, every template of it", () => {
    expect(found.templates).toBe(
      { "tdesign-miniprogram": 118, "@vant/weapp": 77, "weui-miniprogram": 23 }[library.name],
    );
    expect(found.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(found.hasBundle).toBe(true);
  });

  /*
   * The template compiler of glass-easel calls content of a slot an error: two places of chat-record and one of table.
   * On the original platform it is ignored, so here it is a warning. The others are slips of the library that mean
   * nothing.
   */
  it("gives warnings only where the library is at fault", () => {
    const places = found.diagnostics
      .filter(({ code }) => code !== "component-unknown")
      .map(({ file, code }) => `${file.split("/").slice(-1)} ${code}`);
    const known: Record<string, string[]> = {
      "tdesign-miniprogram": [
        "badge.ttml ttml-suspicious",
        "badge.ttml ttml-suspicious",
        "chat-record.ttml ttml-suspicious",
        "chat-record.ttml ttml-suspicious",
        "drawer.ttml ttml-suspicious",
        "side-bar-item.ttml ttml-suspicious",
        "table.ttml ttml-suspicious",
      ],
    };
    expect(places).toEqual(known[library.name] ?? []);
  });
});

describe("components of tdesign-miniprogram in Chromium", () => {
  let lab: RuntimeLab;
  let project: string;
  beforeAll(async () => {
    lab = await RuntimeLab.start();
    project = await lab.add(specimenProject(TRIALS));
  });
  afterAll(() => lab?.close());

  it("are enough to speak of the library", () => {
    expect(Object.keys(TRIALS).length).toBeGreaterThanOrEqual(20);
  });

  it.each(Object.keys(TRIALS))("%s reacts, and nothing goes wrong", async (name) => {
    const { taps = [], types, event, appears } = TRIALS[name] ?? { ttml: "" };
    const app = await lab.show(project, { path: `pages/${name}/index` });
    const { frame } = app;
    await frame.locator("#seen").waitFor({ state: "attached" });
    if (appears !== undefined) expect(await frame.locator(appears).filter({ visible: true }).count()).toBe(0);
    for (const [index, selector] of taps.entries()) {
      await app.tap(selector);
      // What a first tap opens is there before a second tap closes it again.
      if (index === 0 && appears !== undefined) await frame.locator(appears).first().waitFor({ state: "visible" });
    }
    if (types !== undefined) await frame.locator(types[0]).first().fill(types[1]);
    if (event !== undefined) {
      await until(`the event ${event} reaches the page`, async () => {
        const seen = (await frame.locator("#seen").textContent()) ?? "";
        if (!seen.startsWith(event)) throw new Error(`seen so far: ${seen}`);
        return true;
      });
    }
    if (appears !== undefined && taps.length === 0) await frame.locator(appears).first().waitFor({ state: "visible" });
    const errors = (await app.records()).reports.filter(
      (report) => report.kind === "error" || (report.kind === "console" && report.level === "error"),
    );
    expect(errors).toEqual([]);
    await app.close();
  });
});

/** Compiles a project that uses all of a library. */
async function compile(library: Library): Promise<Compiled> {
  const folder = mkdtempSync(join(tmpdir(), "lianmai-corpus-"));
  const files = wholeLibraries([library]);
  writeFiles(folder, files);
  const compiler = new ProjectCompiler(folder);
  const { bundle, diagnostics } = await compiler.compile();
  await compiler.dispose();
  rmSync(folder, { recursive: true });
  const templates = Object.keys(files).filter((path) => /^miniprogram_npm.*\.ttml$/.test(path)).length;
  return { diagnostics, hasBundle: bundle !== undefined, templates };
}
