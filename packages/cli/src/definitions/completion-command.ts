import { Argument, type Command } from "commander";
import { say } from "../terminal/language.js";
import { examples } from "./shared.js";

export function addCompletion(program: Command): void {
  program
    .command("completion")
    .description(say("输出命令补全脚本", "Print a script that completes commands"))
    .addArgument(new Argument("<shell>", say("哪种 shell", "which shell")).choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      examples([
        'eval "$(lianmai completion bash)"',
        'eval "$(lianmai completion zsh)"',
        "lianmai completion fish | source",
      ]),
    )
    .action(async (shell: "bash" | "zsh" | "fish") => {
      const { completionScript } = await import("../completion.js");
      console.log(completionScript(program, shell));
    });
}
