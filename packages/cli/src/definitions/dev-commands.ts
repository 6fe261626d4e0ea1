import type { Command } from "commander";
import { certificateFiles, defaultHost, folder, host, hostName, pairs, port, wholeNumber } from "../commands/parse.js";
import { say } from "../terminal/language.js";
import { examples, type ProgramContext, projectFolder, withData, withJson, withProject } from "./shared.js";

const DEFAULT_PORT = 7880;
const MAX_PHONES = 12;

export function addDev(program: Command, context: ProgramContext): void {
  withJson(withData(program.command("dev"), context))
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
        "lianmai dev . --json",
        "lianmai dev . --rewrite https://api.example.com=http://127.0.0.1:3001",
      ]),
    )
    .action(async (project: string, options) => {
      const [{ dev }, { devOptionsOf }] = await Promise.all([
        import("../commands/dev.js"),
        import("../dev/dev-options.js"),
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
          json: options.json,
          ...(options.phoneHost === undefined ? {} : { phoneHost: options.phoneHost }),
          ...certificateFiles(options, context.cwd),
          ...(options.mediaPort === undefined ? {} : { mediaPort: options.mediaPort }),
        },
        context.cwd,
      );
    });
}

export function addOpen(program: Command, context: ProgramContext): void {
  withProject(withJson(withData(program.command("open"), context)))
    .description(say("运行项目并在浏览器中打开模拟器", "Run a project and open the simulator in the browser"))
    .option("-p, --port <port>", say("网页与信令端口", "port for pages and signalling"), port, DEFAULT_PORT)
    .addHelpText("after", examples(["lianmai open ./my-call"]))
    .action(async (project: string, options) => {
      const [{ dev }, { devOptionsOf }] = await Promise.all([
        import("../commands/dev.js"),
        import("../dev/dev-options.js"),
      ]);
      const folder = projectFolder(project, context);
      await dev(
        {
          ...devOptionsOf(folder, {}),
          dataDir: options.data,
          host: defaultHost(process.env),
          port: options.port,
          open: true,
          json: options.json,
        },
        context.cwd,
      );
    });
}

function folders(named: Readonly<Record<string, string>> | undefined, cwd: string): Record<string, string> {
  return Object.fromEntries(Object.entries(named ?? {}).map(([name, path]) => [name, folder(path, cwd)]));
}
