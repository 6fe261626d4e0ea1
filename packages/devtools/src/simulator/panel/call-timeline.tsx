import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { clockTime, useText } from "../language/language-context.js";
import type { CallTrack } from "../state/call-tracks.js";
import type { CallEntry } from "../state/reports.js";
import type { User } from "../state/users.js";
import { outcomeClass } from "./call-outcome.js";
import { type CallLane, scaleCalls } from "./call-scale.js";
import { UserDot } from "./phone-filter.js";
import { TRACK_STATES, TrackName } from "./track-name.js";

/** Pixels of one row of marks, above and below all rows, and of a lane with hardly any. */
const ROW = 14;
const AROUND_ROWS = 6;
const LEAST_LANE = 32;

export interface CallTimelineProps {
  entries: readonly CallEntry[];
  lanes: readonly CallLaneOf[];
  /** Whose tracks are whose: the name that belongs to a user id of the room. */
  nameOf(userId: string): string;
  selected: number | undefined;
  onSelect(key: number): void;
}

/** One phone on the time line. */
export interface CallLaneOf {
  user: User;
  tracks: readonly CallTrack[];
}

/**
 * One lane a phone on one axis of time: calls as bars from call to outcome, events as diamonds, and below them each
 * track as a bar that changes its colour with how it fares, with its latest numbers beside it.
 */
export function CallTimeline({ entries, lanes, nameOf, selected, onSelect }: CallTimelineProps) {
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const room = useWidth(scroller);
  const spans = lanes.flatMap(({ tracks }) => tracks.flatMap((track) => track.spans));
  const { width, lanes: laid, ticks, leftOf } = scaleCalls(entries, room, spans);
  // The end of the line is where it happens.
  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollLeft = width;
  }, [width]);
  return (
    <section className="timeline" aria-label={text("timeline")}>
      <ul className="timeline-names">
        {lanes.map(({ user, tracks }) => (
          <li key={user.id}>
            <div className="timeline-user" style={{ height: heightOf(laid.get(user.id)) }}>
              <UserDot user={user} />
              {user.name}
            </div>
            {tracks.map((track) => (
              <TrackName key={track.key} track={track} nameOf={nameOf} />
            ))}
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
          {lanes.map(({ user, tracks }) => (
            <div key={user.id} className="timeline-lane">
              <div style={{ height: heightOf(laid.get(user.id)) }}>
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
              {tracks.map((track) => (
                <div key={track.key} className="track-row">
                  {track.spans.map(({ from, to, state }) => (
                    <span
                      key={from}
                      className={`track-span is-${state}`}
                      style={{ left: leftOf(from), width: Math.max(2, leftOf(to) - leftOf(from)) }}
                      title={text(TRACK_STATES[state])}
                    />
                  ))}
                </div>
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
