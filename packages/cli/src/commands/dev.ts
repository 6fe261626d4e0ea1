import { type DevOptions, startDev } from "../dev/start-dev.js";
import { say } from "../terminal/language.js";
import { Progress } from "../terminal/progress.js";
import { devEvents } from "./dev-events.js";
import { devLines } from "./dev-lines.js";
import { openBrowser } from "./open-browser.js";
import { untilStopped } from "./until-stopped.js";

export interface DevCommand extends DevOptions {
  /** Opens the simulator in the system's browser. Default false. */
  open?: boolean;
  /** Prints an event a line instead of text for people. */
  json: boolean;
}

/** `lianmai dev`: starts it, says where it is, and runs until it is told to stop. */
export async function dev({ open = false, json, ...options }: DevCommand, cwd: string): Promise<void> {
  const voice = json ? devEvents(options) : devLines(options, cwd);
  const running = await new Progress({ quiet: json }).step(say("启动服务", "Start"), () => startDev(options));
  voice.compiled(running.devServer.compileState);
  running.devServer.on("compiled", voice.compiled);
  running.devServer.on("warning", voice.warning);
  for (const backEnd of running.backEnds) backEnd.onExit((how) => voice.backEndEnded(backEnd, how));
  await voice.ready(running);
  if (open && !(await openBrowser(running.url))) voice.noBrowser();
  await untilStopped(() => {
    voice.stopping();
    return running.close();
  });
}
