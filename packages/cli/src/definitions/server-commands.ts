import type { Command } from "commander";
import { targetOf } from "../commands/target.js";
import { EXIT } from "../errors.js";
import { CHANNELS, type Channel } from "../server/programs.js";
import { say } from "../terminal/language.js";
import {
  appVersion,
  choice,
  domains,
  examples,
  given,
  type ProgramContext,
  percent,
  projectFolder,
  repeated,
  withData,
  withJson,
  withProject,
  withServer,
} from "./shared.js";

const versionOption = ["-v, --app-version <version>", say("版本号，如 1.2.3", "version, such as 1.2.3")] as const;

export function addLogin(program: Command, context: ProgramContext): void {
  withJson(withData(program.command("login"), context))
    .description(say("登录一台连麦服务器", "Sign in to a Lianmai server"))
    .argument("<server>", say("服务器地址", "address of the server"))
    .option("--secret-stdin", say("从标准输入读取管理密钥", "read the admin secret from standard input"), false)
    .option(
      "--ca <file>",
      say("信任这个证书（PEM），用于自签名的服务器", "trust this certificate (PEM), for a server with one of its own"),
    )
    .addHelpText(
      "after",
      examples([
        "lianmai login https://rtc.example.com",
        "cat secret | lianmai login https://rtc.example.com --secret-stdin",
      ]),
    )
    .action(async (server: string, options) => {
      const { login } = await import("../commands/login.js");
      await login({
        server,
        secretStdin: options.secretStdin,
        ...given("ca", options.ca),
        dataDir: options.data,
        json: options.json,
      });
    });
}

export function addLogout(program: Command): void {
  withJson(withServer(program.command("logout")))
    .description(say("退出登录", "Sign out"))
    .addHelpText("after", examples(["lianmai logout", "lianmai logout --server https://rtc.example.com"]))
    .action(async (options) => {
      const { logout } = await import("../commands/login.js");
      await logout({ ...given("server", options.server), json: options.json });
    });
}

export function addCheckSession(program: Command, context: ProgramContext): void {
  withJson(withServer(program.command("check-session")))
    .description(say("查看登录是否有效", "Tell whether the sign-in is good"))
    .addHelpText("after", examples(["lianmai check-session --json"]))
    .action(async (options) => {
      const { checkSession } = await import("../commands/login.js");
      context.finish(await checkSession({ ...given("server", options.server), json: options.json }));
    });
}

export function addUpload(program: Command, context: ProgramContext): void {
  withProject(withJson(withServer(program.command("upload"))))
    .description(
      say("构建并上传一个版本；用户看到的内容不变", "Build and upload a version; what users see does not change"),
    )
    .requiredOption("-c, --app-changelog <text>", say("更新说明", "change-log"))
    .option(...versionOption, appVersion)
    .addOption(choice("--channel <name>", say("上传后立即放到这个渠道", "put it on this channel at once"), CHANNELS))
    .addHelpText(
      "after",
      examples(['lianmai upload -c "修复进房提示"', 'lianmai upload -c "First version" -v 1.0.0 --channel testing']),
    )
    .action(async (project: string, options) => {
      const { upload } = await import("../commands/upload.js");
      await upload({
        project: projectFolder(project, context),
        changeLog: options.appChangelog,
        ...given("version", options.appVersion),
        ...given("channel", options.channel as Channel | undefined),
        ...given("server", options.server),
        json: options.json,
      });
    });
}

export function addAudit(program: Command, context: ProgramContext): void {
  withTarget(withJson(withServer(program.command("audit"))))
    .description(
      say(
        "在服务器上检查一个版本，通过后放到 review 渠道",
        "Have a version checked by the server; what passes goes to the channel review",
      ),
    )
    .option(...versionOption, appVersion)
    .addHelpText("after", examples(["lianmai audit", "lianmai audit tt0123456789abcdef01 -v 1.0.1"]))
    .action(async (target: string, options) => {
      const { audit } = await import("../commands/publish.js");
      const passed = await audit({
        target: targetOf(target, context.cwd),
        ...given("server", options.server),
        ...given("version", options.appVersion),
        json: options.json,
      });
      if (!passed) context.finish(EXIT.refused);
    });
}

export function addPublish(program: Command, context: ProgramContext): void {
  withTarget(withJson(withServer(program.command("publish"))))
    .description(say("发布一个版本、按比例发布，或回退", "Publish a version, to all or to some users, or roll back"))
    .option(...versionOption, appVersion)
    .addOption(choice("--channel <name>", say("渠道", "channel"), CHANNELS).default("release"))
    .option(
      "--percent <number>",
      say("面向百分之多少的用户；同一用户始终看到同一版本", "of the users; each keeps seeing the same version"),
      percent,
      100,
    )
    .option(
      "--rollback",
      say("回退到之前的版本，或 -v 指定的版本", "go back to the version before, or to the one of -v"),
      false,
    )
    .addHelpText(
      "after",
      examples(["lianmai publish", "lianmai publish -v 1.1.0 --percent 10", "lianmai publish --rollback"]),
    )
    .action(async (target: string, options) => {
      const { publish } = await import("../commands/publish.js");
      await publish({
        target: targetOf(target, context.cwd),
        ...given("server", options.server),
        channel: options.channel as Channel,
        ...given("version", options.appVersion),
        percent: options.percent,
        rollback: options.rollback,
        json: options.json,
      });
    });
}

export function addVersions(program: Command, context: ProgramContext): void {
  withTarget(withJson(withServer(program.command("versions").alias("get-meta"))))
    .description(say("列出版本、渠道和发布地址", "List versions, channels and addresses"))
    .addHelpText("after", examples(["lianmai versions", "lianmai versions --json"]))
    .action(async (target: string, options) => {
      const { versions } = await import("../commands/publish.js");
      await versions({ target: targetOf(target, context.cwd), ...given("server", options.server), json: options.json });
    });
}

export function addSettings(program: Command, context: ProgramContext): void {
  withTarget(withJson(withServer(program.command("settings"))))
    .description(say("查看或修改已发布小程序的请求域名等设置", "Show or change what a published program may do"))
    .option(
      "--domain <origin[=url]>",
      say(
        "允许请求这个域名；等号后为代替它应答的地址，可重复",
        "allow requests to this domain; behind = who answers in its place; repeatable",
      ),
      domains,
    )
    .option("--remove-domain <origin>", say("不再允许，可重复", "allow it no longer; repeatable"), repeated)
    .option(
      "--origin <origin>",
      say("允许这个静态主机上的页面使用服务器，可重复", "let pages of this static host use the server; repeatable"),
      repeated,
    )
    .option("--remove-origin <origin>", say("不再允许，可重复", "no longer; repeatable"), repeated)
    .option("--name <text>", say("显示的名称", "name that is shown"))
    .addHelpText(
      "after",
      examples([
        "lianmai settings",
        "lianmai settings --domain https://api.example.com",
        "lianmai settings --domain https://api.example.com=http://127.0.0.1:3001",
      ]),
    )
    .action(async (target: string, options) => {
      const { settings } = await import("../commands/settings.js");
      await settings({
        target: targetOf(target, context.cwd),
        ...given("server", options.server),
        domains: options.domain ?? {},
        removeDomains: options.removeDomain ?? [],
        origins: options.origin ?? [],
        removeOrigins: options.removeOrigin ?? [],
        ...given("name", options.name),
        json: options.json,
      });
    });
}

function withTarget(command: Command): Command {
  return command.argument("[project]", say("项目文件夹或 appid", "folder of the project, or an appid"), ".");
}
