import type { Settings } from "@lianmai/server";
import type { Command } from "commander";
import { host, port, wholeNumber } from "../commands/parse.js";
import type { ServeOptions } from "../commands/serve.js";
import { say } from "../terminal/language.js";
import { examples, type ProgramContext, withData, withJson } from "./shared.js";

/** `lianmai serve` and `lianmai doctor`, which looks at the same settings. */
export function addServe(program: Command, context: ProgramContext): void {
  withJson(withSettings(program.command("serve"), context))
    .description(say("只运行 RTC 服务", "Run the RTC service alone"))
    .option("--print-config", say("显示生效的设置（不含密钥）后退出", "print the settings in force, without secrets"))
    .option("--example-config", say("显示含全部设置的示例文件后退出", "print a file with every setting at its default"))
    .addHelpText(
      "after",
      examples([
        "lianmai serve",
        "lianmai serve --announce 203.0.113.7 --workers 4",
        "lianmai serve --example-config > lianmai.jsonc",
        "lianmai serve --config lianmai.jsonc",
        "lianmai serve --json 2> service.log",
      ]),
    )
    .action(async (options, command: Command) => {
      const { describeDefaults, describeSettings, serve } = await import("../commands/serve.js");
      const given = serveOptionsOf(options, command, context);
      if (options.exampleConfig) process.stdout.write(describeDefaults());
      else if (options.printConfig) process.stdout.write(describeSettings(given));
      else await serve({ ...given, json: options.json === true });
    });
}

export function addDoctor(program: Command, context: ProgramContext): void {
  withJson(withSettings(program.command("doctor"), context))
    .description(
      say(
        "检查端口、公网地址、证书、数据库、媒体进程与磁盘，并给出修复办法",
        "Check ports, announced address, certificate, database, media worker and disk, and say how to mend them",
      ),
    )
    .option(
      "--name <host>",
      say("客户端使用的域名，用于核对证书", "host name that clients use, to hold the certificate against"),
    )
    .addHelpText("after", examples(["lianmai doctor", "lianmai doctor --config lianmai.jsonc --name rtc.example.com"]))
    .action(async (options, command: Command) => {
      const { doctor } = await import("../commands/doctor.js");
      const name: string | undefined = options.name;
      const healthy = await doctor({
        ...serveOptionsOf(options, command, context),
        json: options.json === true,
        ...(name === undefined ? {} : { name }),
      });
      if (!healthy) context.finish(1);
    });
}

function withSettings(command: Command, context: ProgramContext): Command {
  return withData(command, context)
    .option("-c, --config <file>", say("设置文件（带注释的 JSON）", "file of settings, JSON with comments"))
    .option("-p, --port <port>", say("信令端口，默认 7880", "port for signalling; 7880 by default"), port)
    .option("--host <address>", say("监听地址", "address to listen on"), host)
    .option(
      "--media-port <port>",
      say(
        "第一个媒体端口，每个进程一个（UDP 与 TCP），默认 7900",
        "first port for media, one a worker, UDP and TCP; 7900 by default",
      ),
      wholeNumber(1, 65_535),
    )
    .option(
      "--workers <count>",
      say("媒体进程数，默认每核一个", "media workers; by default one a core"),
      wholeNumber(1, 64),
    )
    .option("--announce <address>", say("告知客户端的公网地址", "public address that clients are told"));
}

interface SettingFlags {
  config?: string;
  data: string;
  port?: number;
  host?: string;
  mediaPort?: number;
  workers?: number;
  announce?: string;
}

function serveOptionsOf(flags: SettingFlags, command: Command, { cwd, dataDir }: ProgramContext): ServeOptions {
  const given: { [N in keyof Settings]?: Settings[N] | undefined } = {
    port: flags.port,
    host: flags.host,
    "media.port": flags.mediaPort,
    "media.workers": flags.workers,
    "media.announce": flags.announce,
    // Its default is for a file or the environment to change.
    dataDir: command.getOptionValueSource("data") === "cli" ? flags.data : undefined,
  };
  const overrides = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...(flags.config === undefined ? {} : { config: flags.config }),
    overrides,
    env: process.env,
    cwd,
    dataDir,
  };
}
