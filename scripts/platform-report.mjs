// npm run -s platform:report: how much of the mini-program platform there is. `-- --write` also writes the tables of
// docs/tt-api.md and docs/tt-api.zh-CN.md.
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { main } from "./lib/main.mjs";
import { root, stampDir } from "./lib/paths.mjs";
import { platformOptions, testedOptions } from "./lib/platform-options.mjs";
import { Report } from "./lib/report.mjs";

/** The tests that are named by the options that they exercise. */
const OPTIONS_TEST = "e2e/runtime/options.test.ts";

/** Members of other objects that the typings export beside the functions of `tt`. */
const NO_FUNCTIONS_OF_TT = new Set(["inferSync", "load", "onLoad", "paintToTexture"]);

await main(async () => {
  const { documentedFunctions, documentedComponents, implementedComponents, unavailableComponents } =
    await loadDocumentation();
  const functions = await documentedFunctions();
  const typings = functionsOfTypings();
  const known = new Set(functions.map(({ name }) => name));
  const count = (support) => functions.filter((one) => typings.has(one.name) && one.support === support).length;
  const missing = [...typings].filter((name) => !known.has(name));
  const components = new Set(implementedComponents());
  const refusedComponents = documentedComponents.filter((tag) => tag in unavailableComponents);
  const missingComponents = documentedComponents.filter(
    (tag) => !components.has(tag) && !refusedComponents.includes(tag),
  );
  const wronglyRefused = refusedComponents.filter((tag) => components.has(tag));
  const options = platformOptions(typingsFolder());
  const tested = testedOptions(readFileSync(join(root, OPTIONS_TEST), "utf8"));

  const report = new Report();
  report.figure("functions in the typings", typings.size, "functions");
  for (const support of ["real", "simulated", "refused"])
    report.figure(`functions ${support}`, count(support), "functions");
  report.figure("functions missing", missing.length, "functions");
  report.figure("functions beyond the typings", functions.filter(({ name }) => !typings.has(name)).length, "functions");
  report.figure("components documented", documentedComponents.length, "components");
  report.figure(
    "components implemented",
    documentedComponents.filter((tag) => components.has(tag)).length,
    "components",
  );
  report.figure("components of services of the original platform", refusedComponents.length, "components");
  report.figure("components missing", missingComponents.length, "components");
  report.figure(
    "components beyond the documentation",
    [...components].filter((tag) => !documentedComponents.includes(tag)).length,
    "components",
  );
  const untested = [];
  for (const [kind, names] of options) {
    const covered = names.filter((name) => tested.has(`${kind}.${name}`));
    untested.push(...names.filter((name) => !covered.includes(name)).map((name) => `${kind}.${name}`));
    report.figure(`options of ${kind} in the typings`, names.length, "options");
    report.figure(`options of ${kind} covered by a named test`, covered.length, "options");
  }
  if (missing.length > 0) report.short(`functions ${missing.join(", ")}`);
  if (missingComponents.length > 0) report.short(`components ${missingComponents.join(", ")}`);
  if (wronglyRefused.length > 0)
    report.short(`components that are there and said not to be: ${wronglyRefused.join(", ")}`);
  if (untested.length > 0) report.short(`options without a test: ${untested.join(", ")}`);

  if (process.argv.includes("--write")) {
    await writeFile(join(root, "docs/tt-api.md"), table(functions, "en"));
    await writeFile(join(root, "docs/tt-api.zh-CN.md"), table(functions, "zh"));
  }
  report.finish();
});

async function loadDocumentation() {
  const { build } = await import("esbuild");
  const outfile = join(stampDir, "platform-report.mjs");
  await mkdir(dirname(outfile), { recursive: true });
  const folder = join(root, "packages/runtime/src/api/documentation");
  await build({
    stdin: {
      contents: `export * from "./table.js"; export * from "./components.js";`,
      resolveDir: folder,
      loader: "ts",
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["lianmai-source"],
    logLevel: "warning",
  });
  return import(pathToFileURL(outfile).href);
}

function typingsFolder() {
  return dirname(createRequire(import.meta.url).resolve("@douyin-microapp/typings/package.json"));
}

function functionsOfTypings() {
  const folder = typingsFolder();
  const files = readdirSync(join(folder, "api"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".d.ts"))
    .map((file) => join("api", file));
  const names = [...files, "types/api.d.ts"].flatMap((file) => {
    const code = readFileSync(join(folder, file), "utf8").replace(/\/\*.*?\*\//gs, "");
    return [...code.matchAll(/export (?:declare )?const (\w+)/g)].map((match) => match[1]);
  });
  return new Set(names.filter((name) => !NO_FUNCTIONS_OF_TT.has(name)));
}

function table(functions, language) {
  const chinese = language === "zh";
  const support = chinese
    ? { real: "实现", simulated: "模拟", refused: "拒绝" }
    : { real: "real", simulated: "simulated", refused: "refused" };
  const head = chinese
    ? [
        "# tt 的函数",
        "",
        "《抖音小程序》`tt` 的每个函数在这里做什么。**实现**：真的这样做。**模拟**：由手机或开发服务扮演平台。**拒绝**：异步函数以 `fail` 返回 `函数名:fail not supported`，同步函数抛出同样的错误，监听函数接受回调但不触发。`tt.canIUse` 按这张表回答。[English](tt-api.md)",
        "",
        "此表由 `npm run -s platform:report -- --write` 生成。",
        "",
        "| 函数 | | 说明 |",
      ]
    : [
        "# The functions of tt",
        "",
        "What every function of the platform's `tt` does here. **real**: what it says. **simulated**: the phone or the dev server plays the platform. **refused**: an asynchronous function answers `fail` with `name:fail not supported`, a synchronous one throws the same, a listener is taken and never called. `tt.canIUse` answers by this table. [中文](tt-api.zh-CN.md)",
        "",
        "Written by `npm run -s platform:report -- --write`.",
        "",
        "| Function | | |",
      ];
  const limits = chinese
    ? [
        "## 限制",
        "",
        "- 请求域名按 `project.config.json` 的 `lianmai.domains` 检查（原平台把名单放在控制台）；没有写名单的种类不检查，`urlCheck: false` 时都不检查。重定向的目标不再检查。",
        "- `app.json` 里 `cookie.enableStore` 为 true 时保存 Cookie，小程序重新启动时清空；重定向途中设置的 Cookie 不保存。否则 `set-cookie` 只出现在响应头里，`cookie` 请求头原样发出。",
        "- 用户目录最多 50 MB；`ttfile://temp` 下的文件在小程序重新启动时消失。",
        "- 存储和文件按手机保存在浏览器里；同一部手机同时在两个页面打开时，后写的为准。",
        "- 选择器、观察器、画布节点由渲染引擎提供，成员与类型声明一致。",
      ]
    : [
        "## Limits",
        "",
        "- Domains are checked by `lianmai.domains` of `project.config.json`, as the original platform keeps the list in its console. A kind without a list is not checked, nor is anything with `urlCheck: false`. Where a redirect leads is not checked.",
        "- Cookies are kept where `app.json` has `cookie.enableStore`, until the mini-program starts anew; those set on the way of a redirect are not. Otherwise `set-cookie` is in the answer's header, and a `cookie` header is sent as it is.",
        "- The user's folder holds 50 MB; files under `ttfile://temp` are gone when the mini-program starts anew.",
        "- Storage and files are kept in the browser, by phone; where the same phone is open in two pages, the later write wins.",
        "- Selector queries, observers and canvas nodes come from the rendering engine, with the members of the typings.",
      ];
  const rows = functions.map((one) => `| \`${one.name}\` | ${support[one.support]} | ${one.note?.[language] ?? ""} |`);
  return `${[...head, "|---|---|---|", ...rows, "", ...limits].join("\n")}\n`;
}
