import { publishedId, readProject } from "../project/project.js";
import { connect } from "../server/connect.js";
import type { Channel } from "../server/programs.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import { Progress } from "../terminal/progress.js";
import { bytes, report } from "../terminal/report.js";
import { buildOrFail } from "./build.js";
import { pageUrl } from "./target.js";

export interface UploadOptions {
  project: string;
  changeLog: string;
  version?: string;
  /** Where it is shown at once. */
  channel?: Channel;
  server?: string;
  json: boolean;
}

/** `lianmai upload`: builds and sends a version. What users see does not change by it. */
export async function upload(options: UploadOptions): Promise<void> {
  const project = readProject(options.project);
  const appid = publishedId(project);
  const { client, programs } = connect(options.server, project.settings.server);
  const progress = new Progress({ quiet: options.json });
  const site = await progress.step(say("构建", "Build"), () => buildOrFail({ project: options.project }));
  const sent = await progress.step(say("上传", "Upload"), (tell) =>
    programs.upload(
      site,
      { appid, changeLog: options.changeLog, ...(options.version === undefined ? {} : { version: options.version }) },
      tell,
    ),
  );
  if (options.channel !== undefined) {
    await programs.release(appid, { channel: options.channel, version: sent.version, percent: 100 });
  }
  const url = options.channel === undefined ? undefined : pageUrl(client.server, appid, options.channel);
  const { green, bold, dim } = palette(process.stdout);
  report(options.json, { appid, server: client.server, ...sent, ...(url === undefined ? {} : { url }) }, () =>
    [
      `${green("✓")} ${bold(`${appid} ${sent.version}`)}  ${dim(
        say(
          `${bytes(sent.size)}，传输了 ${sent.sentFiles} 个文件 ${bytes(sent.sentBytes)}`,
          `${bytes(sent.size)}; ${sent.sentFiles} files with ${bytes(sent.sentBytes)} were sent`,
        ),
      )}`,
      url === undefined
        ? `  ${say("下一步：", "Next:")} lianmai publish --channel testing --app-version ${sent.version}`
        : `  ${url}`,
    ].join("\n"),
  );
}
