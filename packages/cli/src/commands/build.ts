import { relative } from "node:path";
import { formatDiagnostic } from "@lianmai/compiler";
import { CommandError } from "../errors.js";
import { readProject } from "../project/project.js";
import { type BuildSiteOptions, buildSite } from "../site/build-site.js";
import { type Site, sizeOf } from "../site/site.js";
import { writeSite } from "../site/write-site.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import { Progress } from "../terminal/progress.js";
import { bytes, report } from "../terminal/report.js";

export interface BuildCommandOptions {
  project: string;
  /** Folder for the files, absolute. */
  out: string;
  /** Origin of the RTC service. */
  server?: string;
  /** Whether requests go through the server's proxy; default where a server is named. */
  proxy?: boolean;
  sourceMaps: boolean;
  json: boolean;
  cwd: string;
}

/** `lianmai build`: files for any static host. */
export async function build(options: BuildCommandOptions): Promise<void> {
  const project = readProject(options.project);
  const server = options.server ?? project.settings.server ?? "";
  const progress = new Progress({ quiet: options.json });
  const proxy = options.proxy ?? server !== "";
  const site = await progress.step(say("构建", "Build"), () =>
    buildOrFail({ project: options.project, server, proxy, sourceMaps: options.sourceMaps }),
  );
  await writeSite(site, options.out);
  const size = sizeOf(site.files);
  report(
    options.json,
    {
      out: options.out,
      hash: site.hash,
      files: site.files.size,
      size,
      server,
      proxy: proxy && server !== "",
      origins: site.origins,
    },
    () =>
      describe(site, { out: relative(options.cwd, options.out) || ".", size, server, proxy: proxy && server !== "" }),
  );
}

/** @throws CommandError `project-broken`, after having said what is wrong where */
export async function buildOrFail(options: BuildSiteOptions): Promise<Site> {
  const { site, diagnostics } = await buildSite(options);
  const { colourful } = palette(process.stderr);
  for (const diagnostic of diagnostics) console.error(`${formatDiagnostic(diagnostic, { color: colourful })}\n`);
  if (site !== undefined) return site;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  throw new CommandError(
    "project-broken",
    say(
      `项目有 ${errors} 个错误，没有产出任何文件。请修正以上错误。`,
      `The project has ${errors} errors, nothing was made. Mend the errors above.`,
    ),
  );
}

function describe(
  site: Site,
  { out, size, server, proxy }: { out: string; size: number; server: string; proxy: boolean },
) {
  const { bold, dim, green } = palette(process.stdout);
  const asked = site.origins.filter((origin) => origin.startsWith("http"));
  const rtc =
    server === ""
      ? say(
          "与页面同源（把 /rtc/v1 转给 RTC 服务；或用 --server https://rtc.example.com 写明）",
          "where the page comes from (pass /rtc/v1 on to the service; or name it by --server https://rtc.example.com)",
        )
      : server;
  const requests = proxy
    ? say(
        `经 ${server} 转发（在那里用 lianmai settings 允许域名和来源）`,
        `through ${server} (allow domains and origin there by lianmai settings)`,
      )
    : say(
        `由浏览器直接发出：${asked.join("、") || "后端"} 需要允许页面的来源（CORS）`,
        `straight from the browser: ${asked.join(", ") || "the back end"} must allow the page's origin (CORS)`,
      );
  return [
    `${green("✓")} ${bold(out)}  ${dim(say(`${site.files.size} 个文件，${bytes(size)}`, `${site.files.size} files, ${bytes(size)}`))}`,
    `  ${say("RTC 服务", "RTC service")}  ${rtc}`,
    `  ${say("请求", "Requests")}  ${requests}`,
    ...(server === ""
      ? [`  ${say("登录", "Login")}  ${say("没有：tt.login 需要 --server", "none: tt.login needs --server")}`]
      : []),
    `  ${say("放到任何 HTTPS 静态主机的任意路径下即可；摄像头和麦克风需要 HTTPS。", "Put it under any path of any static HTTPS host; camera and microphone need HTTPS.")}`,
  ].join("\n");
}
