import { UsageError } from "../errors.js";
import { connect } from "../server/connect.js";
import type { Channel, ChannelState, ProgramState } from "../server/programs.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import { Progress } from "../terminal/progress.js";
import { bytes, report, table } from "../terminal/report.js";
import { pageUrl, type Target } from "./target.js";

export interface PublishOptions {
  target: Target;
  server?: string;
  channel: Channel;
  /** Default: the newest version that was uploaded. */
  version?: string;
  percent: number;
  rollback: boolean;
  json: boolean;
}

/** `lianmai publish`: puts a version on a channel, for all users or for some, or takes the one before back. */
export async function publish(options: PublishOptions): Promise<void> {
  const { appid, server: ofProject } = options.target;
  const { client, programs } = connect(options.server, ofProject);
  const { channel } = options;
  const url = pageUrl(client.server, appid, channel);
  const progress = new Progress({ quiet: options.json });
  const { green, bold } = palette(process.stdout);
  if (options.rollback) {
    const state = await progress.step(say("回退", "Roll back"), () =>
      programs.rollBack(appid, { channel, ...(options.version === undefined ? {} : { version: options.version }) }),
    );
    report(options.json, { appid, channel, version: state.version, percent: 100, url }, () =>
      [
        `${green("✓")} ${say(`${channel} 已回退到 ${bold(state.version)}`, `${channel} is back at ${bold(state.version)}`)}`,
        `  ${url}`,
      ].join("\n"),
    );
    return;
  }
  const version = await progress.step(say("发布", "Publish"), async () => {
    const chosen = options.version ?? newest(await programs.get(appid));
    await programs.release(appid, { channel, version: chosen, percent: options.percent });
    return chosen;
  });
  report(options.json, { appid, channel, version, percent: options.percent, url }, () =>
    [
      `${green("✓")} ${say(
        `${channel} 现在是 ${bold(version)}，面向 ${options.percent}% 的用户`,
        `${channel} now shows ${bold(version)} to ${options.percent} % of the users`,
      )}`,
      `  ${url}`,
    ].join("\n"),
  );
}

/** `lianmai audit`. @returns whether the version passed */
export async function audit(options: {
  target: Target;
  server?: string;
  version?: string;
  json: boolean;
}): Promise<boolean> {
  const { appid, server: ofProject } = options.target;
  const { client, programs } = connect(options.server, ofProject);
  const progress = new Progress({ quiet: options.json });
  const { version, passed, findings } = await progress.step(say("检查", "Check"), async () => {
    const chosen = options.version ?? newest(await programs.get(appid));
    return { version: chosen, ...(await programs.audit(appid, chosen)) };
  });
  const url = pageUrl(client.server, appid, "review");
  const { green, red, yellow } = palette(process.stdout);
  report(options.json, { appid, version, passed, findings, ...(passed ? { url } : {}) }, () =>
    [
      ...findings.map(({ severity, message }) => `${severity === "error" ? red("✗") : yellow("!")} ${message}`),
      passed
        ? `${green("✓")} ${say(`${version} 通过检查，已放到 review 渠道`, `${version} passed and is on the channel review`)}\n  ${url}`
        : `${red("✗")} ${say(`${version} 没有通过检查`, `${version} did not pass`)}`,
    ].join("\n"),
  );
  return passed;
}

/** `lianmai versions`, also `get-meta`. */
export async function versions(options: { target: Target; server?: string; json: boolean }): Promise<void> {
  const { appid, server: ofProject } = options.target;
  const { client, programs } = connect(options.server, ofProject);
  const progress = new Progress({ quiet: options.json });
  const state = await progress.step(say("询问服务器", "Ask the server"), () => programs.get(appid));
  report(options.json, state, () => describe(state, client.server));
}

function describe(state: ProgramState, server: string): string {
  const { bold, dim } = palette(process.stdout);
  const shownAs = (version: string) =>
    Object.entries(state.channels)
      .flatMap(([channel, { version: whole, gradual }]) => [
        ...(whole === version ? [channel] : []),
        ...(gradual?.version === version ? [`${channel} ${gradual.percent}%`] : []),
      ])
      .join(", ");
  const rows = state.versions.map(({ version, changeLog, size, uploadedAt, uploadedBy }) => [
    bold(version),
    shownAs(version),
    bytes(size),
    new Date(uploadedAt).toLocaleString(),
    uploadedBy,
    dim(changeLog.split("\n")[0] ?? ""),
  ]);
  const channels = (Object.entries(state.channels) as [Channel, ChannelState][])
    .filter(([, { version }]) => version !== undefined)
    .map(([channel, { version }]) => [channel, version ?? "", pageUrl(server, state.appid, channel)]);
  return [
    bold(`${state.name}  ${state.appid}`),
    rows.length > 0 ? table(rows) : say("还没有版本。", "There are no versions yet."),
    ...(channels.length > 0 ? ["", table(channels)] : []),
  ].join("\n");
}

/** @throws UsageError where nothing was uploaded */
function newest({ appid, versions: [first] }: ProgramState): string {
  if (first !== undefined) return first.version;
  throw new UsageError(
    say(`${appid} 还没有版本，请先执行 lianmai upload。`, `${appid} has no version yet: run lianmai upload first.`),
  );
}
