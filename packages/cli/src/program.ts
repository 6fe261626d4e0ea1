import { Command } from "commander";
import {
  certificateFiles,
  defaultHost,
  folder,
  host,
  hostName,
  id,
  pairs,
  port,
  wholeNumber,
} from "./commands/parse.js";
import { addApp } from "./definitions/app-command.js";
import { addCompletion } from "./definitions/completion-command.js";
import { addBuild, addCheck, addCreate, addOpen, addPreview, addProjectSize } from "./definitions/project-commands.js";
import {
  addAudit,
  addCheckSession,
  addLogin,
  addLogout,
  addPublish,
  addSettings,
  addUpload,
  addVersions,
} from "./definitions/server-commands.js";
import { addDoctor, addServe } from "./definitions/service-commands.js";
import { examples, type ProgramContext, withData } from "./definitions/shared.js";
import { helpTexts } from "./terminal/help-texts.js";
import { say } from "./terminal/language.js";
import { version } from "./version.js";

const DEFAULT_PORT = 7880;
/** Ten years: what is meant to be longer is meant to be for ever, which is 0. */
const MAX_EXPIRE = 315_360_000;
const MAX_PHONES = 12;

/** In the order of the journey: make, run, look at, publish; then what servers need. */
const COMMANDS = [
  addCreate,
  addDev,
  addOpen,
  addCheck,
  addBuild,
  addProjectSize,
  addPreview,
  addUpload,
  addAudit,
  addPublish,
  addVersions,
  addSettings,
  addLogin,
  addLogout,
  addCheckSession,
  addServe,
  addDoctor,
  addApp,
  addToken,
  addCompletion,
];

/**
 * The commands, their options and their help. A command is loaded when it is called: the service does not carry the
 * simulator's weight. Wrong arguments are said on standard error and thrown as CommanderError.
 */
export function createProgram(context: ProgramContext): Command {
  const program = new Command("lianmai")
    .description(say("抖音小程序连麦的自托管服务与模拟器", "Self-hosted real-time audio and video for mini-programs"))
    .version(version, "-V, --version", say("显示版本", "show the version"))
    .helpOption("-h, --help", say("显示帮助", "show this help"))
    .helpCommand("help [command]", say("显示某个命令的帮助", "show the help of a command"))
    .showSuggestionAfterError()
    .exitOverride()
    .configureHelp(helpTexts.help)
    .configureOutput(helpTexts.output);
  for (const add of COMMANDS) add(program, context);
  return program;
}

function addDev(program: Command, context: ProgramContext): void {
  withData(program.command("dev"), context)
    .description(say("在模拟器中运行一个小程序项目", "Run a mini-program project in the simulator"))
    .argument("[folder]", say("小程序项目文件夹", "folder of the mini-program project"), ".")
    .option("-p, --port <port>", say("网页与信令端口", "port for pages and signalling"), port, DEFAULT_PORT)
    .option(
      "--host <address>",
      say("监听地址，127.0.0.1 只限本机", "address to listen on; 127.0.0.1 for this machine only"),
      host,
    )
    .option(
      "--phone-host <name>",
      say(
        "手机访问本机的名字，如 my-mac.local 或隧道的域名",
        "name by which phones reach this machine: my-mac.local, a tunnel",
      ),
      hostName,
    )
    .option(
      "--cert <file>",
      say("手机信任的证书（PEM），与 --key 同用", "certificate that phones trust, PEM; with --key"),
    )
    .option("--key <file>", say("该证书的私钥（PEM）", "its private key, PEM"))
    .option("--phones <count>", say("模拟器打开几部手机", "phones to open"), wholeNumber(1, MAX_PHONES), 2)
    .option(
      "--rewrite <origin=url>",
      say(
        "将小程序对某个域名的请求转到别处，可重复",
        "send the mini-program's requests for an origin elsewhere; repeatable",
      ),
      pairs("https://api.example.com=http://127.0.0.1:3001"),
    )
    .option(
      "--back-end <origin=folder>",
      say(
        "随之运行一个后端（npm start），并将对该域名的请求转给它，可重复",
        "run a back end beside it (npm start) and send it the requests for an origin; repeatable",
      ),
      pairs("https://api.example.com=./backend"),
    )
    .option(
      "--page <path=folder>",
      say("在该路径下提供一个网页文件夹，可重复", "serve a folder of web pages under a path; repeatable"),
      pairs("/admin=./dist"),
    )
    .option("--media-port <port>", say("媒体端口（UDP 与 TCP）", "port for media, UDP and TCP"), port)
    .option("--open", say("在浏览器中打开模拟器", "open the simulator in the browser"))
    .addHelpText(
      "after",
      examples([
        "lianmai dev ./my-mini-program",
        "lianmai dev . --phones 3 --port 8000",
        "lianmai dev . --rewrite https://api.example.com=http://127.0.0.1:3001",
      ]),
    )
    .action(async (project: string, options) => {
      const [{ dev }, { devOptionsOf }] = await Promise.all([
        import("./commands/dev.js"),
        import("./dev/dev-options.js"),
      ]);
      await dev(
        {
          ...devOptionsOf(folder(project, context.cwd), {
            phones: options.phones,
            rewrites: options.rewrite ?? {},
            backEnds: folders(options.backEnd, context.cwd),
            pages: folders(options.page, context.cwd),
          }),
          dataDir: options.data,
          host: options.host ?? defaultHost(process.env),
          port: options.port,
          open: options.open === true,
          ...(options.phoneHost === undefined ? {} : { phoneHost: options.phoneHost }),
          ...certificateFiles(options, context.cwd),
          ...(options.mediaPort === undefined ? {} : { mediaPort: options.mediaPort }),
        },
        context.cwd,
      );
    });
}

function addToken(program: Command, context: ProgramContext): void {
  withData(program.command("token"), context)
    .description(say("生成进房 Token", "Make a token to join a room"))
    .requiredOption("-r, --room <id>", say("房间 ID", "room id"), id)
    .requiredOption("-u, --user <id>", say("用户 ID", "user id"), id)
    .option(
      "-e, --expire <seconds>",
      say("多少秒后过期，0 为永不", "seconds until it expires; 0 = never"),
      wholeNumber(0, MAX_EXPIRE),
      86_400,
    )
    .option("--app <id>", say("AppId，默认为最早的应用", "AppId; by default the oldest app"))
    .addHelpText("after", examples(["lianmai token --room demo --user alice", "lianmai token -r demo -u bob -e 600"]))
    .action(async (options) => {
      const { makeToken } = await import("./commands/token.js");
      console.log(
        await makeToken({
          dataDir: options.data,
          room: options.room,
          user: options.user,
          expire: options.expire,
          ...(options.app === undefined ? {} : { app: options.app }),
        }),
      );
    });
}

function folders(named: Readonly<Record<string, string>> | undefined, cwd: string): Record<string, string> {
  return Object.fromEntries(Object.entries(named ?? {}).map(([name, path]) => [name, folder(path, cwd)]));
}
