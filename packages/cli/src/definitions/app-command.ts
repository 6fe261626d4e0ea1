import type { AppKeyName } from "@lianmai/server";
import type { Command } from "commander";
import { say } from "../terminal/language.js";
import { choice, examples, given, type ProgramContext, withData, withJson } from "./shared.js";

export function addApp(program: Command, context: ProgramContext): void {
  withJson(withData(program.command("app"), context))
    .description(
      say(
        "显示 AppId、AppKey 与 OpenAPI 的访问密钥，或更换 AppKey",
        "Show AppId, AppKey and the access keys of the OpenAPI, or change the AppKey",
      ),
    )
    .option(
      "--add-key",
      say(
        "为应用添加第二个 AppKey，只显示一次；两个密钥的 Token 都有效",
        "give the app a second AppKey, shown once; tokens of both are good",
      ),
    )
    .addOption(
      choice(
        "--retire-key <which>",
        say(
          "停用旧的（primary）或第二个（secondary）密钥",
          "retire the old key (primary) or the second one (secondary)",
        ),
        ["primary", "secondary"],
      ).conflicts("addKey"),
    )
    .option("--app <id>", say("AppId，默认为最早的应用", "AppId; by default the oldest app"))
    .addHelpText("after", examples(["lianmai app", "lianmai app --add-key", "lianmai app --retire-key primary"]))
    .action(async (options) => {
      const { addAppKey, apps, retireAppKey } = await import("../commands/apps.js");
      const about = { dataDir: options.data, json: options.json, ...given("app", options.app as string | undefined) };
      const key = options.retireKey as AppKeyName | undefined;
      if (options.addKey === true) console.log(await addAppKey(about));
      else if (key !== undefined) console.log(await retireAppKey({ ...about, key }));
      else console.log(await apps(about));
    });
}
