import { connect } from "../server/connect.js";
import type { ProgramState } from "../server/programs.js";
import { palette } from "../terminal/colour.js";
import { say } from "../terminal/language.js";
import { Progress } from "../terminal/progress.js";
import { report, table } from "../terminal/report.js";
import type { Target } from "./target.js";

export interface SettingsOptions {
  target: Target;
  server?: string;
  /** Request domains to add; a target answers in a domain's place. */
  domains: Readonly<Record<string, string>>;
  removeDomains: readonly string[];
  /** Origins of static hosts to let in. */
  origins: readonly string[];
  removeOrigins: readonly string[];
  name?: string;
  json: boolean;
}

/** `lianmai settings`: shows or changes what a published program may do. */
export async function settings(options: SettingsOptions): Promise<void> {
  const { appid, server: ofProject } = options.target;
  const { client, programs } = connect(options.server, ofProject);
  const progress = new Progress({ quiet: options.json });
  const state = await progress.step(say("询问服务器", "Ask the server"), async () => {
    const before = await programs.find(appid);
    const changes = changesOf(options, before);
    return before !== undefined && Object.keys(changes).length === 0
      ? before
      : await programs.configure(appid, changes);
  });
  const { name, domains, origins, secret } = state;
  const exchange = new URL("/api/apps/v2/jscode2session", client.server).href;
  report(options.json, { appid, name, domains, origins, secret, codeToSession: exchange }, () =>
    describe(state, exchange),
  );
}

function changesOf(options: SettingsOptions, before: ProgramState | undefined) {
  const changes: Partial<Pick<ProgramState, "name" | "domains" | "origins">> = {};
  const { domains, removeDomains, origins, removeOrigins } = options;
  if (Object.keys(domains).length > 0 || removeDomains.length > 0) {
    const gone = new Set([...removeDomains, ...Object.keys(domains)]);
    changes.domains = [
      ...(before?.domains ?? []).filter(({ origin }) => !gone.has(origin)),
      ...Object.entries(domains).map(([origin, target]) => (target === "" ? { origin } : { origin, target })),
    ];
  }
  if (origins.length > 0 || removeOrigins.length > 0) {
    const kept = (before?.origins ?? []).filter((origin) => !removeOrigins.includes(origin));
    changes.origins = [...new Set([...kept, ...origins])];
  }
  if (options.name !== undefined) changes.name = options.name;
  return changes;
}

function describe({ appid, name, domains, origins, secret }: ProgramState, exchange: string): string {
  const { bold, dim } = palette(process.stdout);
  const none = dim(say("（无）", "none"));
  return table([
    [say("小程序", "Program"), `${bold(name)}  ${appid}`],
    [
      say("请求域名", "Request domains"),
      domains.map(({ origin, target }) => (target === undefined ? origin : `${origin} → ${target}`)).join("\n") || none,
    ],
    [say("静态主机", "Static hosts"), origins.join("\n") || none],
    [say("后端的 AppSecret", "AppSecret for the back end"), secret],
    [say("后端换取用户身份", "Where it exchanges codes"), exchange],
  ]);
}
