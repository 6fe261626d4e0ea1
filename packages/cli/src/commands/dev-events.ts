import type { DevOptions } from "../dev/start-dev.js";
import { printEvent } from "../terminal/report.js";
import { pageUrl } from "./dev-lines.js";
import type { DevVoice } from "./dev-voice.js";

/** What `dev --json` says to programs; the events are documented in docs/cli.md. */
export function devEvents(options: DevOptions): DevVoice {
  return {
    compiled({ phase, round, milliseconds, diagnostics }, change) {
      const ok = phase === "ready";
      printEvent("compiled", { ok, round, milliseconds, change: change?.change.kind ?? "none", diagnostics });
    },
    warning(message) {
      printEvent("warning", { message });
    },
    ready(running) {
      printEvent("ready", {
        url: running.url,
        phoneUrl: running.phoneUrl ?? null,
        pages: Object.fromEntries(Object.keys(options.pages ?? {}).map((path) => [path, pageUrl(running, path)])),
        backEnds: running.backEnds.map(({ url, logFile }) => ({ url, log: logFile })),
        appId: running.app.appId,
        logs: running.logDir,
      });
    },
    noBrowser() {
      printEvent("warning", { message: "No browser was found to open the simulator in." });
    },
    backEndEnded({ url, logFile }, how) {
      printEvent("back-end-ended", { url, how, log: logFile });
    },
    stopping() {
      printEvent("stopping");
    },
  };
}
