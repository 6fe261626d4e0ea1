// What the pages for people name must be there: links and their headings, npm scripts, measurements, commands of
// `lianmai` with their options, and settings.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { createProgram } from "../packages/cli/src/program.ts";
import { SETTING_NAMES } from "../packages/server/src/config/knobs.ts";
import { variableOf } from "../packages/server/src/config/settings.ts";
import { root } from "./lib/paths.mjs";

const pages = [
  ...["README.md", "README.zh-CN.md"],
  ...filesBelow("docs"),
  ...["packages", "examples", "deploy"].flatMap(filesBelow),
]
  .filter((file) => file.endsWith(".md"))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
const texts = new Map(pages.map(({ file, text }) => [file, text]));

const scriptsOf = (folder) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")).scripts;

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return ["node_modules", "dist", "lib"].includes(entry.name) ? [] : filesBelow(path);
  });
}

/** All matches of a pattern's first group in all pages, as `page: match`. */
function mentions(pattern) {
  return pages.flatMap(({ file, text }) => [...text.matchAll(pattern)].map((match) => ({ file, named: match[1] })));
}

/** The anchors that a page's headings have, made as GitHub makes them. */
function anchors(text) {
  const seen = new Map();
  const headings = text.replaceAll(/^```.*?^```/gms, "").matchAll(/^#+ +(.+)$/gm);
  return [...headings].map(([, heading]) => {
    const plain = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replaceAll("`", "")
      .trim()
      .toLowerCase();
    const anchor = plain.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

describe("the pages for people", () => {
  it("link only to what is there", () => {
    const dead = mentions(/(?:\]\(|(?:src|href)=")([^)"\s]+)/g).filter(({ file, named }) => {
      // A web page's own addresses stand in examples.
      if (/^([a-z]+:|\/)/.test(named)) return false;
      const [path, anchor] = named.split("#");
      const target = path === "" ? resolve(root, file) : resolve(root, dirname(file), path);
      if (!existsSync(target)) return true;
      const text = texts.get(relative(root, target));
      return anchor !== undefined && (text === undefined || !anchors(text).includes(decodeURIComponent(anchor)));
    });
    expect(dead).toEqual([]);
  });

  it("are linked from the front page of their language, and from the other language's form", () => {
    const inTwoLanguages = [...texts.keys()].filter((file) => dirname(file) === "docs" && file.endsWith(".zh-CN.md"));
    expect(inTwoLanguages.length).toBeGreaterThan(10);
    for (const chinese of inTwoLanguages) {
      const english = chinese.replace(".zh-CN.md", ".md");
      expect(texts.get("README.zh-CN.md")).toContain(`(${chinese}`);
      expect(texts.get("README.md")).toContain(`(${english}`);
      expect(texts.get(chinese)).toContain(`](${relative("docs", english)})`);
      expect(texts.get(english)).toContain(`](${relative("docs", chinese)})`);
    }
  });

  it("name npm scripts and measurements that exist", () => {
    // Examples of business servers and mini-programs have scripts of their own.
    const own = mentions(/npm run (?:-s )?([a-z][\w:]*(?: -w [\w/-]+)?)/g);
    const unknown = own.filter(({ file, named }) => {
      const [script, , workspace] = named.split(" ");
      return !/^(examples|packages\/cli)\//.test(file) && !(script in scriptsOf(workspace ?? ""));
    });
    expect(unknown).toEqual([]);
    const benches = mentions(/npm run (?:-s )?bench ([a-z]+)/g);
    expect(benches.filter(({ named }) => !existsSync(join(root, "bench", named, "index.ts")))).toEqual([]);
    const measured = readdirSync(join(root, "bench")).filter((name) =>
      existsSync(join(root, "bench", name, "index.ts")),
    );
    const told = new Set(benches.filter(({ file }) => file === "README.md").map(({ named }) => named));
    expect(measured.filter((name) => !told.has(name))).toEqual([]);
  });

  it("name commands of lianmai that exist, with options that they have", () => {
    const program = createProgram({ cwd: root, dataDir: join(root, ".lianmai"), finish: () => {} });
    const commands = new Map(
      program.commands.flatMap((one) => [one.name(), ...one.aliases()].map((name) => [name, one])),
    );
    const unknown = [];
    for (const { file, named } of mentions(/(?:^|`|\$ )(?:npx )?(?:npm run -s )?lianmai (?:-- )?([a-z][^\n`#]*)/gm)) {
      const [name, ...rest] = named.trim().split(/\s+/);
      const command = commands.get(name);
      if (command === undefined && name !== "help") unknown.push(`${file}: lianmai ${name}`);
      const known = [...(command?.options ?? []), ...program.options].map(({ long }) => long);
      const subcommands = (command?.commands ?? []).flatMap((one) => one.options.map(({ long }) => long));
      for (const option of rest.flatMap((word) => /^--[a-z][\w-]*/.exec(word) ?? [])) {
        if (![...known, ...subcommands, "--help", "--version"].includes(option))
          unknown.push(`${file}: lianmai ${name} ${option}`);
      }
    }
    expect(unknown).toEqual([]);
  });

  it("name settings that something reads", () => {
    const sources = ["packages", "scripts", "deploy", "bench", "e2e"]
      .flatMap(filesBelow)
      .filter((file) => /\.(ts|tsx|mjs|js|yaml|yml|toml|conf|sh)$|Dockerfile$/.test(file) && !/\.test\./.test(file))
      .map((file) => readFileSync(join(root, file), "utf8"))
      .join("\n");
    const names = mentions(/\b(LIANMAI_[A-Z][A-Z_]*[A-Z])\b/g);
    expect(names.length).toBeGreaterThan(5);
    const settings = new Set(SETTING_NAMES.map(variableOf));
    expect(names.filter(({ named }) => !settings.has(named) && !sources.includes(named))).toEqual([]);
  });
});
