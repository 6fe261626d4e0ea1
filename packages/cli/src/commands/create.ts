import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { UsageError } from "../errors.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import { report } from "../terminal/report.js";

export const TEMPLATES = ["video-call", "voice-room", "empty"] as const;
export type Template = (typeof TEMPLATES)[number];
export type ScriptType = "js" | "ts";

export interface CreateOptions {
  /** Asked for where a person is there to answer. */
  name?: string;
  template?: Template;
  type?: ScriptType;
  /** Folder in which the project's own is made. */
  targetDir: string;
  /** Writes into a folder that is not empty. Files that are in the way are overwritten. */
  force: boolean;
  json: boolean;
  cwd: string;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** `lianmai create`: a project that runs. */
export async function create(options: CreateOptions): Promise<void> {
  const chosen = await choose(options);
  const folder = resolve(options.targetDir, chosen.name);
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0 && !options.force) {
    throw new UsageError(
      say(
        `文件夹 ${folder} 不是空的（${there.slice(0, 3).join("、")} 等）。请换一个名字，或用 --force 写入其中。`,
        `The folder ${folder} is not empty (${there.slice(0, 3).join(", ")} ...). Choose another name, or write into it by --force.`,
      ),
    );
  }
  const files = await writeTemplate(folder, chosen).catch(async (error: unknown) => {
    // Half a project would be in the way of the next try.
    if (there.length === 0) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  });
  const shown = relative(options.cwd, folder) || ".";
  const { green, bold, cyan } = palette(process.stdout);
  report(options.json, { folder, ...chosen, files }, () =>
    [
      `${green("✓")} ${bold(shown)}  ${say(`${files} 个文件`, `${files} files`)}`,
      "",
      `  ${cyan(`lianmai dev ${shown}`)}   ${say("在模拟器和手机上运行", "run it in the simulator and on phones")}`,
      `  ${cyan(`lianmai check ${shown}`)} ${say("检查项目", "check the project")}`,
    ].join("\n"),
  );
}

async function choose(options: CreateOptions): Promise<{ name: string; template: Template; type: ScriptType }> {
  const asks = process.stdin.isTTY === true && process.stderr.isTTY === true && !options.json;
  const lines = asks ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  try {
    const ask = async (question: string, fallback: string) => (await lines?.question(question))?.trim() || fallback;
    const name =
      options.name ?? (await ask(say("项目名（my-call）：", "Name of the project (my-call): "), asks ? "my-call" : ""));
    if (!NAME.test(basename(name))) {
      throw new UsageError(
        name === ""
          ? say("请给出项目名，例如 lianmai create my-call", "Name the project, for example: lianmai create my-call")
          : say(
              `项目名 ${name} 只能含字母、数字和 . _ -，最多 64 个字符。`,
              `The name ${name} may only have letters, digits and . _ -, 64 at most.`,
            ),
      );
    }
    const list = TEMPLATES.join(" | ");
    const template =
      options.template ??
      (await ask(say(`模板 ${list}（video-call）：`, `Template ${list} (video-call): `), "video-call"));
    const type = options.type ?? (await ask(say("语言 js | ts（js）：", "Language js | ts (js): "), "js"));
    const known = TEMPLATES.find((one) => one === template);
    if (known === undefined || (type !== "js" && type !== "ts")) {
      throw new UsageError(
        say(
          `没有模板 ${template} 或语言 ${type}；可选 ${list}，js | ts。`,
          `There is no template ${template} or language ${type}; choose from ${list} and js | ts.`,
        ),
      );
    }
    return { name, template: known, type };
  } finally {
    lines?.close();
  }
}

/** Files whose texts have places to fill in. */
const WITH_PLACES = /\.(js|ts|json|md|ttml)$/;

/** @returns how many files were written */
async function writeTemplate(
  folder: string,
  { name, template, type }: { name: string; template: Template; type: ScriptType },
): Promise<number> {
  const templates = fileURLToPath(new URL("../../templates/", import.meta.url));
  const plain = basename(name);
  const places: Record<string, string> = {
    NAME: plain,
    // One's own until the platform gives one; it is also part of the address under which the program is published.
    APPID: `tt${randomBytes(9).toString("hex")}`,
    ORIGIN: `https://api.${
      plain
        .toLowerCase()
        .replace(/[^a-z0-9-]+/g, "-")
        .replace(/^-+|-+$/g, "") || "call"
    }.example`,
  };
  await mkdir(folder, { recursive: true });
  let count = 0;
  const layers = [
    "project",
    ...(template === "empty" ? [] : ["call", `call-${type}`, "back-end"]),
    template,
    `${template}-${type}`,
  ];
  if (type === "ts") layers.push("typescript");
  for (const layer of layers) count += await copy(join(templates, layer), folder, places);
  if (template === "empty") await rm(join(folder, "lianmai.json"), { force: true });
  else await placeServerSdk(join(folder, "backend"));
  return count;
}

async function copy(from: string, to: string, places: Readonly<Record<string, string>>): Promise<number> {
  let count = 0;
  for (const entry of await readdir(from, { withFileTypes: true })) {
    // npm leaves files with these names out of packages, so templates hold them without the dot.
    const target = join(to, entry.name === "gitignore" ? ".gitignore" : entry.name);
    const source = join(from, entry.name);
    if (entry.isDirectory()) {
      await mkdir(target, { recursive: true });
      count += await copy(source, target, places);
      continue;
    }
    const content = await readFile(source);
    await writeFile(
      target,
      WITH_PLACES.test(entry.name)
        ? content.toString("utf8").replace(/\{\{(NAME|APPID|ORIGIN)\}\}/g, (all, place: string) => places[place] ?? all)
        : content,
    );
    count++;
  }
  return count;
}

/**
 * Puts the SDK that this command brings along where the back end looks for it, so that it runs before anybody has run
 * `npm install`, and without a network. `npm install` replaces it.
 */
async function placeServerSdk(backEnd: string): Promise<void> {
  const sdk = dirname(dirname(createRequire(import.meta.url).resolve("@lianmai/server-sdk")));
  const target = join(backEnd, "node_modules", "@lianmai", "server-sdk");
  await mkdir(target, { recursive: true });
  for (const part of ["package.json", "dist"]) await cp(join(sdk, part), join(target, part), { recursive: true });
}
