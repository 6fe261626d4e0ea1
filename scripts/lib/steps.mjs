import { say } from "./language.mjs";
import { pad, palette } from "./terminal.mjs";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const LABEL_COLUMNS = 22;
/** Without a terminal there is no line to redraw: a long step then says where it is this often. */
const HEARTBEAT = 20_000;

/**
 * One line a step: a spinner with the time that passes while it works, then a tick with the time it took.
 */
export class Steps {
  #stream;
  #colours;
  #quiet;

  /**
   * @param {object} [options]
   * @param {NodeJS.WriteStream} [options.stream] Standard output by default; standard error for commands whose output is data.
   * @param {boolean} [options.quiet] Leaves out the lines of steps that took less than a second.
   */
  constructor({ stream = process.stdout, quiet = false } = {}) {
    this.#stream = stream;
    this.#colours = palette(stream);
    this.#quiet = quiet;
  }

  /**
   * Does one step.
   *
   * @param {string} label What it is for.
   * @param {(progress: (text: string) => void) => Promise<string | undefined>} work Hands back a few words on
   *   what came of it, or nothing.
   * @returns {Promise<void>}
   */
  async step(label, work) {
    const started = performance.now();
    let text = "";
    const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`.padStart(8);
    const { dim, green, red } = this.#colours;
    const stopShowing = this.#show(label, seconds, () => text);
    try {
      const outcome = await work((progress) => {
        text = progress;
      });
      stopShowing();
      if (this.#quiet && performance.now() - started < 1_000) return;
      this.#write(`${green("✓")} ${pad(label, LABEL_COLUMNS)}${seconds()}  ${dim(outcome ?? "")}`.trimEnd());
    } catch (error) {
      stopShowing();
      this.#write(`${red("✗")} ${pad(label, LABEL_COLUMNS)}${seconds()}`);
      throw error;
    }
  }

  #show(label, seconds, text) {
    const { cyan, dim } = this.#colours;
    if (!this.#stream.isTTY) {
      const timer = setInterval(() => this.#write(`… ${pad(label, LABEL_COLUMNS)}${seconds()}  ${text()}`), HEARTBEAT);
      return () => clearInterval(timer);
    }
    let frame = 0;
    const draw = () => {
      frame = (frame + 1) % FRAMES.length;
      this.#stream.write(`\r\u001b[2K${cyan(FRAMES[frame])} ${pad(label, LABEL_COLUMNS)}${seconds()}  ${dim(text())}`);
    };
    const timer = setInterval(draw, 100);
    return () => {
      clearInterval(timer);
      this.#stream.write("\r\u001b[2K");
    };
  }

  #write(line) {
    this.#stream.write(`${line}\n`);
  }
}

/**
 * Says a failure the way a person can act on: what and why, the end of the output, the fix.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
  const { bold, dim, red } = palette(process.stderr);
  const known = error instanceof Error && error.name === "Failure";
  console.error(`\n${red("✗")} ${bold(error instanceof Error ? error.message : String(error))}`);
  if (known && error.detail) console.error(dim(error.detail.replace(/^/gm, "    ")));
  if (known && error.fix) console.error(`  ${error.fix}`);
  if (!known && error instanceof Error) {
    console.error(dim(error.stack ?? ""));
    console.error(
      `  ${say("这是 Lianmai 的缺陷，请附上以上输出报告。", "This is a fault of Lianmai: please report it with the lines above.")}`,
    );
  }
}
