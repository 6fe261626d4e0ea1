import { IconPlus } from "@douyinfe/semi-icons";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useText } from "../language/language-context.js";
import { DEVICES, outsideOf } from "../state/devices.js";
import { MOST_PHONES } from "../state/launch.js";
import type { PhoneSession } from "../state/phone-session.js";
import type { Simulator } from "../state/simulator.js";
import { useStore } from "../state/store.js";
import { ADD_TILE, arrangeToSee, scaleToHeight, sideSpace } from "./phone-scale.js";
import { PhoneTile } from "./phone-tile.js";
import { RemoteCard } from "./remote-card.js";
import "./stage.css";

/** The size of a phone that is added. */
const USUAL = outsideOf(DEVICES[0], false);
/** Width of the cards of real phones with the space beside them. */
const REMOTE_CARDS = 232;

/** The phones side by side on a quiet ground. */
export function Stage({ simulator }: { simulator: Simulator }) {
  const text = useText();
  const { zoom, askPermissions } = useStore(simulator.preferences);
  const phones = useStore(simulator.phones);
  const state = useStore(simulator.connection.state);
  const ground = useRef<HTMLElement>(null);
  const { width, height } = useSize(ground);
  const remotes = useStore(simulator.remotes);
  const tallest = useTallest(phones);
  const widths = phones.map(({ device }) => outsideOf(device, false).width);
  const room = width - (remotes.length > 0 ? REMOTE_CARDS : 0);
  const arrangement = zoom === "all" ? arrangeToSee({ width: room, height }, { widths, tallest }) : undefined;
  const scale = arrangement?.scale ?? (zoom === "fit" ? scaleToHeight(height, tallest) : Number(zoom));
  const grid = arrangement !== undefined && phones.length > arrangement.columns ? arrangement : undefined;
  const addWidth = USUAL.width * scale;
  const full = phones.length >= MOST_PHONES;

  return (
    <main className={zoom === "fit" ? "stage is-row" : "stage"} ref={ground} aria-label={text("phones")}>
      {height > 0 && state && (
        <div
          className={grid ? "stage-phones is-grid" : "stage-phones"}
          // Rows of equally many phones: without it the first would take as many as it holds.
          style={grid && { paddingInline: sideSpace(room, Math.max(...widths), grid) }}
        >
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
          <div
            className="add-tile"
            // Beside phones that must all be in sight it takes what they leave.
            style={arrangement ? { flex: `1 0 ${ADD_TILE}px`, maxWidth: addWidth } : { width: addWidth }}
          >
            <button
              type="button"
              disabled={full}
              style={{ height: USUAL.height * scale }}
              title={text("addPhone")}
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

function useSize(ref: React.RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
