import { IconPlus } from "@douyinfe/semi-icons";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useText } from "../language/language-context.js";
import { DEVICES, outsideOf } from "../state/devices.js";
import { MOST_PHONES } from "../state/launch.js";
import type { PhoneSession } from "../state/phone-session.js";
import type { Simulator } from "../state/simulator.js";
import { useStore } from "../state/store.js";
import { PhoneTile } from "./phone-tile.js";
import { RemoteCard } from "./remote-card.js";
import "./stage.css";

/** Space above and below a phone: padding of the stage, and the line with the user's name. */
const AROUND = 92;
/** The size of a phone that is added. */
const USUAL = outsideOf(DEVICES[0], false);
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
  const remotes = useStore(simulator.remotes);
  const tallest = useTallest(phones);
  const fitting = Math.min(1, Math.max(LEAST_SCALE, (height - AROUND) / tallest));
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
          {remotes.length > 0 && (
            <div className="remote-cards" style={{ maxHeight: tallest * scale }}>
              {remotes.map((phone) => (
                <RemoteCard key={phone.user.id} phone={phone} onForget={() => simulator.forget(phone)} />
              ))}
            </div>
          )}
          <div className="add-tile">
            <button
              type="button"
              disabled={full}
              style={{ width: USUAL.width * scale, height: USUAL.height * scale }}
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

/** Height of the tallest phone that stands upright; turned ones are lower. */
function useTallest(phones: readonly PhoneSession[]): number {
  const subscribe = useCallback(
    (changed: () => void) => {
      const ends = phones.map(({ choices }) => choices.subscribe(changed));
      return () => {
        for (const end of ends) end();
      };
    },
    [phones],
  );
  const heights = () => Math.max(...phones.map(({ device }) => outsideOf(device, false).height));
  const tallest = useSyncExternalStore(subscribe, heights);
  return phones.length === 0 ? USUAL.height : tallest;
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
