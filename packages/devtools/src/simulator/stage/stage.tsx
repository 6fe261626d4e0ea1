import { IconPlus } from "@douyinfe/semi-icons";
import { useEffect, useRef, useState } from "react";
import { useText } from "../language/language-context.js";
import { MOST_PHONES } from "../state/launch.js";
import type { Simulator } from "../state/simulator.js";
import { useStore } from "../state/store.js";
import { PHONE_OUTSIDE, PhoneTile } from "./phone-tile.js";
import "./stage.css";

/** Space above and below a phone: padding of the stage, and the line with the user's name. */
const AROUND = 92;
/** Smaller phones cannot be read. */
const LEAST_SCALE = 0.4;

/** The phones side by side on a quiet ground. */
export function Stage({ simulator }: { simulator: Simulator }) {
  const text = useText();
  const { zoom, askPermissions } = useStore(simulator.preferences);
  const phones = useStore(simulator.phones);
  const state = useStore(simulator.connection.state);
  const ground = useRef<HTMLElement>(null);
  const height = useHeight(ground);
  const fitting = Math.min(1, Math.max(LEAST_SCALE, (height - AROUND) / PHONE_OUTSIDE.height));
  const scale = zoom === "fit" ? fitting : zoom;
  const full = phones.length >= MOST_PHONES;

  return (
    <main className={zoom === "fit" ? "stage is-row" : "stage"} ref={ground} aria-label={text("phones")}>
      {height > 0 && state && (
        <div className="stage-phones">
          {phones.map((session) => (
            <PhoneTile
              key={session.user.id}
              session={session}
              scale={scale}
              compile={state}
              asksPermissions={askPermissions}
              onAskPermissions={(ask) => simulator.askPermissions(ask)}
              onClose={() => simulator.closePhone(session)}
            />
          ))}
          <div className="add-tile">
            <button
              type="button"
              disabled={full}
              style={{ width: PHONE_OUTSIDE.width * scale, height: PHONE_OUTSIDE.height * scale }}
              onClick={() => simulator.addPhone()}
            >
              <span className="add-tile-sign">
                <IconPlus size="extra-large" />
              </span>
              <strong>{text("addPhone")}</strong>
              <span>{full ? text("mostPhones", { count: MOST_PHONES }) : text("addPhoneHint")}</span>
            </button>
          </div>
        </div>
      )}
    </main>
  );
}

function useHeight(ref: React.RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return height;
}
