import type { CompileState, ServedChange } from "@lianmai/devtools";
import type { BackEnd } from "../dev/back-end.js";
import type { RunningDev } from "../dev/start-dev.js";

/** How `dev` tells what goes on: in lines for people, or in events for programs. */
export interface DevVoice {
  /** A compilation ended; `change` is there where phones got something new. */
  compiled(state: CompileState, change?: ServedChange): void;
  warning(message: string): void;
  /** Everything runs. Pages may be opened from now on. */
  ready(running: RunningDev): void | Promise<void>;
  /** There is no browser to open. */
  noBrowser(): void;
  /** @param how the signal or exit code */
  backEndEnded(backEnd: BackEnd, how: string): void;
  stopping(): void;
}
