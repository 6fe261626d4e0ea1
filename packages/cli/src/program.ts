import { Command } from "commander";
import { id, wholeNumber } from "./commands/parse.js";
import { addApp } from "./definitions/app-command.js";
import { addCompletion } from "./definitions/completion-command.js";
import { addDev, addOpen } from "./definitions/dev-commands.js";
import { addBuild, addCheck, addCreate, addPreview, addProjectSize } from "./definitions/project-commands.js";
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

/** Ten years: what is meant to be longer is meant to be for ever, which is 0. */
const MAX_EXPIRE = 315_360_000;

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
