import { IconAlertCircle, IconCopy, IconEyeOpened } from "@douyinfe/semi-icons";
import { useContext, useLayoutEffect, useRef, useState } from "react";
import type { Diagnostic } from "../../messages.js";
import { inLanguage } from "../language/bilingual.js";
import { LanguageContext, useText } from "../language/language-context.js";

/** More would not be read on a phone; the terminal has them all. */
const SHOWN = 8;

export interface ErrorOverlayProps {
  errors: readonly Diagnostic[];
  /** Whether an earlier version runs behind it. */
  hasPrevious: boolean;
}

/** What is wrong with the project, on the phone: place, sentence and the lines around it. */
export function ErrorOverlay({ errors, hasPrevious }: ErrorOverlayProps) {
  const text = useText();
  const [small, setSmall] = useState(false);
  const title = errors.length === 1 ? text("compileErrorOne") : text("compileErrors", { count: errors.length });
  if (small) {
    return (
      <button type="button" className="error-pill" onClick={() => setSmall(false)} aria-label={text("errorShow")}>
        <IconAlertCircle size="small" />
        {title}
      </button>
    );
  }
  return (
    <section className="error-overlay" role="alert">
      <h2>
        <IconAlertCircle />
        {title}
      </h2>
      <div className="error-list">
        {errors.slice(0, SHOWN).map((error) => (
          <ErrorCard key={`${error.file}:${error.line}:${error.column}:${error.code}`} error={error} />
        ))}
        {errors.length > SHOWN && <p>{text("moreErrors", { count: errors.length - SHOWN })}</p>}
      </div>
      <footer>
        <p>
          {text("errorLater")}
          {hasPrevious && ` ${text("errorBehind")}`}
        </p>
        {hasPrevious && (
          <button type="button" onClick={() => setSmall(true)}>
            <IconEyeOpened size="small" />
            {text("errorMinimize")}
          </button>
        )}
      </footer>
    </section>
  );
}

function ErrorCard({ error }: { error: Diagnostic }) {
  const text = useText();
  const language = useContext(LanguageContext);
  const place = error.file ? `${error.file}:${error.line}:${error.column}` : "";
  return (
    <article className="error-card">
      {place && (
        <button
          type="button"
          className="error-place"
          title={text("copyPosition")}
          onClick={() => void navigator.clipboard.writeText(place)}
        >
          {place}
          <IconCopy size="small" />
        </button>
      )}
      <p className="error-message">{inLanguage(error.message, language)}</p>
      {error.frame && <CodeFrame frame={error.frame} />}
    </article>
  );
}

/** Characters that stay visible before the place in question, where the line is longer than the phone is wide. */
const BEFORE_PLACE = 16;

function CodeFrame({ frame }: { frame: string }) {
  const block = useRef<HTMLPreElement>(null);
  const lines = frame.split("\n");
  useLayoutEffect(() => {
    const element = block.current;
    const column = frame.split("\n").find(isPointer)?.indexOf("^") ?? 0;
    const longest = Math.max(...frame.split("\n").map(({ length }) => length));
    if (element) element.scrollLeft = (element.scrollWidth / longest) * (column - BEFORE_PLACE);
  }, [frame]);
  return (
    <pre className="error-frame" ref={block}>
      {lines.map((line, index) => (
        // Lines of a frame have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <span key={index} className={line.startsWith(">") ? "is-marked" : isPointer(line) ? "is-pointer" : undefined}>
          {`${line}\n`}
        </span>
      ))}
    </pre>
  );
}

/** The compiler marks the line in question with `>` and puts `^` under the place in it. */
function isPointer(line: string): boolean {
  return /^\s*\|\s*\^+\s*$/.test(line);
}
