import { pad } from "./box.js";
import { palette } from "./colour.js";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const LABEL_COLUMNS = 22;
/** What takes less is over before anybody wonders. */
const WORTH_TELLING = 1_000;

/** Where progress is shown: standard error, so that standard output stays data. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Says what goes on when it takes more than a second, and how long it took. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #quiet: boolean;

  /** @param options.quiet says nothing at all, for machines */
  constructor({ stream = process.stderr, quiet = false }: { stream?: ProgressStream; quiet?: boolean } = {}) {
    this.#stream = stream;
    this.#quiet = quiet;
  }

  /**
   * Does one step.
   *
   * @param work is given a function that tells how far it is, in a few words
   */
  async step<T>(label: string, work: (tell: (text: string) => void) => Promise<T>): Promise<T> {
    const started = performance.now();
    const elapsed = () => `${((performance.now() - started) / 1000).toFixed(1)} s`.padStart(8);
    const { cyan, dim, green, red } = palette(this.#stream);
    let detail = "";
    let frame = 0;
    const draw = () => {
      if (performance.now() - started < WORTH_TELLING) return;
      frame = (frame + 1) % FRAMES.length;
      this.#stream.write(
        `\r\u001b[2K${cyan(FRAMES[frame] ?? "")} ${pad(label, LABEL_COLUMNS)}${elapsed()}  ${dim(detail)}`,
      );
    };
    const animated = !this.#quiet && this.#stream.isTTY === true;
    const timer = animated ? setInterval(draw, 100) : undefined;
    // Without a terminal there is no line to redraw: it is said once that this takes a while.
    const notice =
      this.#quiet || animated ? undefined : setTimeout(() => this.#stream.write(`… ${label}\n`), WORTH_TELLING);
    const end = (mark: string) => {
      clearInterval(timer);
      clearTimeout(notice);
      if (animated) this.#stream.write("\r\u001b[2K");
      if (!this.#quiet && performance.now() - started >= WORTH_TELLING) {
        this.#stream.write(`${mark} ${pad(label, LABEL_COLUMNS)}${elapsed()}  ${dim(detail)}`.trimEnd().concat("\n"));
      }
    };
    try {
      const result = await work((text) => {
        detail = text;
      });
      end(green("✓"));
      return result;
    } catch (error) {
      end(red("✗"));
      throw error;
    }
  }
}
