import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { clockTime, useText } from "../language/language-context.js";
import type { CallEntry } from "../state/reports.js";
import type { User } from "../state/users.js";
import { type CallLane, scaleCalls } from "./call-scale.js";
import { outcomeClass } from "./call-tab.js";
import { UserDot } from "./phone-filter.js";

/** Pixels of one row of marks, above and below all rows, and of a lane with hardly any. */
const ROW = 14;
const AROUND_ROWS = 6;
const LEAST_LANE = 32;

export interface CallTimelineProps {
  entries: readonly CallEntry[];
  lanes: readonly User[];
  selected: number | undefined;
  onSelect(key: number): void;
}

/** One lane a phone on one axis of time: calls as bars from call to outcome, events as diamonds. */
export function CallTimeline({ entries, lanes, selected, onSelect }: CallTimelineProps) {
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const room = useWidth(scroller);
  const { width, lanes: laid, ticks } = scaleCalls(entries, room);
  // The end of the line is where it happens.
  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollLeft = width;
  }, [width]);
  return (
    <section className="timeline" aria-label={text("timeline")}>
      <ul className="timeline-names">
        {lanes.map((user) => (
          <li key={user.id} style={{ height: heightOf(laid.get(user.id)) }}>
            <UserDot user={user} />
            {user.name}
          </li>
        ))}
      </ul>
      <div className="timeline-scroll" ref={scroller}>
        <div style={{ width }}>
          {ticks.map(({ left, label }) => (
            <span key={label} className="timeline-tick" style={{ left }}>
              {label}
            </span>
          ))}
          {lanes.map((user) => (
            <div key={user.id} className="timeline-lane" style={{ height: heightOf(laid.get(user.id)) }}>
              {(laid.get(user.id)?.marks ?? []).map((mark) => (
                <button
                  key={mark.entry.key}
                  type="button"
                  className={`mark is-${outcomeClass(mark.entry)}${mark.entry.outcome === "event" ? " is-diamond" : ""}`}
                  style={{ left: mark.left, width: mark.width, top: AROUND_ROWS + mark.row * ROW }}
                  aria-pressed={selected === mark.entry.key}
                  aria-label={titleOf(mark.entry)}
                  title={titleOf(mark.entry)}
                  onClick={() => onSelect(mark.entry.key)}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

function heightOf(lane: CallLane | undefined): number {
  return Math.max(LEAST_LANE, 2 * AROUND_ROWS + (lane?.rows ?? 0) * ROW);
}

function titleOf({ name, time, ended, reason }: CallEntry): string {
  const lasted = ended === undefined ? "" : ` · ${ended - time} ms`;
  return `${name}${lasted} · ${clockTime(time, 3)}${reason ? `\n${reason}` : ""}`;
}

function useWidth(ref: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
