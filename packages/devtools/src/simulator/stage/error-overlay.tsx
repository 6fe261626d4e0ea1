import { IconAlertCircle, IconCopy, IconEyeOpened } from "@douyinfe/semi-icons";
import { useState } from "react";
import type { Diagnostic } from "../../messages.js";
import { useText } from "../language/language-context.js";

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
      <p className="error-message">{error.message}</p>
      {error.frame && (
        <pre className="error-frame">
          {error.frame.split("\n").map((line, index) => (
            // Lines of a frame have no identity but their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
            <span key={index} className={frameClass(line)}>
              {`${line}\n`}
            </span>
          ))}
        </pre>
      )}
    </article>
  );
}

/** The compiler marks the line in question with `>` and puts `^` under the place in it. */
function frameClass(line: string): string | undefined {
  if (line.startsWith(">")) return "is-marked";
  return /^\s*\|\s*\^+\s*$/.test(line) ? "is-pointer" : undefined;
}
