import { resolve } from "node:path";
import type { Command } from "commander";
import type { ScriptType, Template } from "../commands/create.js";
import { defaultHost, host, port } from "../commands/parse.js";
import { readProject } from "../project/project.js";
import { serverOrigin } from "../server/credentials.js";
import { say } from "../terminal/language.js";
import {
  choice,
  examples,
  given,
  type ProgramContext,
  projectFolder,
  withData,
  withJson,
  withProject,
} from "./shared.js";

const PREVIEW_PORT = 7890;

export function addCreate(program: Command, context: ProgramContext): void {
  withJson(program.command("create"))
    .description(say("新建一个小程序项目", "Make a mini-program project"))
    .argument("[name]", say("项目名，也是文件夹名", "name of the project and its folder"))
    .addOption(
      choice("-t, --template <name>", say("模板，默认 video-call", "template; video-call by default"), [
        "video-call",
        "voice-room",
        "empty",
      ]),
    )
    .addOption(
      choice("--type <language>", say("JavaScript 或 TypeScript，默认 js", "JavaScript or TypeScript; js by default"), [
        "js",
        "ts",
      ]),
    )
    .option("--target-dir, --targetDir <folder>", say("在哪个文件夹中新建", "folder to make it in"), ".")
    .option("-f, --force", say("写入非空文件夹", "write into a folder that is not empty"), false)
    .addHelpText(
      "after",
      examples(["lianmai create my-call", "lianmai create my-room --template voice-room --type ts"]),
    )
    .action(async (name: string | undefined, options) => {
      const { create } = await import("../commands/create.js");
      await create({
        ...given("name", name),
        ...given("template", options.template as Template | undefined),
        ...given("type", options.type as ScriptType | undefined),
        targetDir: resolve(context.cwd, options.targetDir),
        force: options.force,
        json: options.json,
        cwd: context.cwd,
      });
    });
}

export function addCheck(program: Command, context: ProgramContext): void {
  withProject(withJson(withData(program.command("check"), context)))
    .description(
      say(
        "检查项目：编译错误、无用和过大的文件、tt 的支持情况、连麦配置",
        "Check a project: compile errors, unused and oversized files, what tt offers, the set-up of calls",
      ),
    )
    .addHelpText("after", examples(["lianmai check", "lianmai check ./my-call --json"]))
    .action(async (project: string, options) => {
      const { check } = await import("../commands/check.js");
      const folder = projectFolder(project, context);
      context.finish(await check({ project: folder, dataDir: options.data, json: options.json }));
    });
}

export function addBuild(program: Command, context: ProgramContext): void {
  withProject(withJson(program.command("build")))
    .description(say("构建为静态文件，可放到任何 HTTPS 主机", "Build static files for any HTTPS host"))
    .option("-o, --out <folder>", say("输出文件夹", "folder for the files"), "dist")
    .option(
      "--server <address>",
      say("RTC 服务的地址；默认与页面同源", "address of the RTC service; by default where the page comes from"),
      serverOrigin,
    )
    .option(
      "--no-proxy",
      say("请求不经服务器转发，由浏览器直接发出", "requests go straight from the browser, not through the server"),
    )
    .option("--source-maps", say("带上源码位置，便于调试", "with positions of the sources, for debuggers"), false)
    .addHelpText("after", examples(["lianmai build", "lianmai build --server https://rtc.example.com --out ./site"]))
    .action(async (project: string, options) => {
      const { build } = await import("../commands/build.js");
      await build({
        project: projectFolder(project, context),
        out: resolve(context.cwd, options.out),
        ...given("server", options.server),
        // Commander sets it to true where the option was not given.
        ...given("proxy", options.proxy === false ? false : undefined),
        sourceMaps: options.sourceMaps,
        json: options.json,
        cwd: context.cwd,
      });
    });
}

export function addProjectSize(program: Command, context: ProgramContext): void {
  withProject(withJson(program.command("project-size")))
    .description(say("显示发布时各部分的大小", "Show how large the parts are when published"))
    .addHelpText("after", examples(["lianmai project-size", "lianmai project-size --json"]))
    .action(async (project: string, options) => {
      const { projectSize } = await import("../commands/project-size.js");
      await projectSize({ project: projectFolder(project, context), json: options.json });
    });
}

export function addPreview(program: Command, context: ProgramContext): void {
  withProject(withJson(withData(program.command("preview"), context)))
    .description(
      say(
        "按发布后的样子预览：在局域网，或用 --server 在服务器上，显示二维码",
        "See the project as published, in the LAN or with --server on a server, with a QR code",
      ),
    )
    .option("--server <address>", say("在这台服务器上预览", "preview on this server"), serverOrigin)
    .option("-p, --port <port>", say("本机预览的端口", "port of a preview on this machine"), port, PREVIEW_PORT)
    .option(
      "--host <address>",
      say("监听地址，127.0.0.1 只限本机", "address to listen on; 127.0.0.1 for this machine only"),
      host,
    )
    .option(
      "--qrcode-output <file>",
      say("将二维码写入 .svg 或 .png 文件", "write the QR code to a file, .svg or .png"),
    )
    .option("--miniapp-path <page>", say("起始页面", "start page"))
    .option("--miniapp-query <query>", say("起始参数，如 room=1", "start query, such as room=1"))
    .option("--miniapp-scene <scene>", say("场景值", "scene"))
    .addHelpText(
      "after",
      examples([
        "lianmai preview",
        "lianmai preview --server https://rtc.example.com",
        "lianmai preview --qrcode-output qr.png",
      ]),
    )
    .action(async (project: string, options) => {
      const { preview } = await import("../commands/preview.js");
      const folder = projectFolder(project, context);
      const { settings } = readProject(folder);
      await preview({
        project: folder,
        ...given("server", options.server),
        dataDir: options.data,
        host: options.host ?? defaultHost(process.env),
        port: options.port,
        backEnds: settings.backEnds,
        rewrites: settings.rewrites,
        ...given("qrcodeOutput", options.qrcodeOutput && resolve(context.cwd, options.qrcodeOutput)),
        launch: {
          ...given("path", options.miniappPath),
          ...given("query", options.miniappQuery),
          ...given("scene", options.miniappScene),
        },
        json: options.json,
      });
    });
}
