import { IconDelete } from "@douyinfe/semi-icons";
import { oneLine } from "@lianmai/runtime";
import { useMemo, useState } from "react";
import { IconButton } from "../icon-button.js";
import { clockTime, type Translate, useText } from "../language/language-context.js";
import { tracksOf } from "../state/call-tracks.js";
import type { DebuggedPhone } from "../state/debugged-phone.js";
import type { CallEntry } from "../state/reports.js";
import { useStore } from "../state/store.js";
import { CallCurves } from "./call-curves.js";
import { outcomeClass } from "./call-outcome.js";
import { CallTimeline } from "./call-timeline.js";
import { Empty } from "./empty.js";
import type { TabProps } from "./panel.js";
import { PhoneFilter, UserDot, userIn } from "./phone-filter.js";
import "./call-tab.css";

/** Every call and event of `RtcRoomContext`: in time, a lane a phone, and as a list with the reason of each failure. */
export function CallTab(props: TabProps) {
  const { simulator, phone } = props;
  const text = useText();
  const phones = useStore(simulator.debugged);
  const entries = useStore(simulator.reports.calls.shown);
  const stats = useStore(simulator.reports.stats.shown);
  const [selected, setSelected] = useState<number>();
  const [view, setView] = useState<"events" | "curves">("events");
  const shown = entries.filter((entry) => phone === "" || entry.phone === phone);
  const users = phones.map(({ user }) => user).filter(({ id }) => phone === "" || id === phone);
  const tracks = useMemo(() => new Map([...stats].map(([id, samples]) => [id, tracksOf(samples)])), [stats]);
  const lanes = users.map((user) => ({ user, tracks: tracks.get(user.id) ?? [] }));
  const nameOf = (userId: string) => {
    const [id] = [...stats].find(([, samples]) => samples.at(-1)?.userId === userId) ?? [];
    return phones.find(({ user }) => user.id === id)?.user.name ?? userId;
  };
  const select = (key: number) => {
    setView("events");
    setSelected(key);
    // The list may have to be drawn first.
    setTimeout(() => document.getElementById(`call-${key}`)?.scrollIntoView({ block: "nearest" }));
  };
  const isEmpty = shown.length === 0 && lanes.every(({ tracks }) => tracks.length === 0);
  return (
    <>
      <div className="panel-tools">
        <PhoneFilter {...props} />
        <IconButton
          label={text("clear")}
          icon={<IconDelete size="small" />}
          onClick={() => {
            simulator.reports.calls.clear();
            simulator.reports.stats.clear();
          }}
        />
      </div>
      {isEmpty ? (
        <Empty
          title={text(entries.length > 0 ? "nothingMatches" : "callEmpty")}
          {...(entries.length > 0 ? {} : { hint: text("callEmptyHint") })}
        />
      ) : (
        <>
          <CallTimeline entries={shown} lanes={lanes} nameOf={nameOf} selected={selected} onSelect={select} />
          <fieldset className="call-views" aria-label={text("details")}>
            {(["events", "curves"] as const).map((name) => (
              <button key={name} type="button" aria-pressed={view === name} onClick={() => setView(name)}>
                {text(name === "events" ? "callEvents" : "callCurves")}
              </button>
            ))}
          </fieldset>
          {view === "curves" ? (
            <CallCurves phones={users.map((user) => ({ user, samples: stats.get(user.id) ?? [] }))} />
          ) : (
            <CallList entries={shown} phones={phones} selected={selected} onSelect={setSelected} />
          )}
        </>
      )}
    </>
  );
}

function CallList({
  entries,
  phones,
  selected,
  onSelect,
}: {
  entries: readonly CallEntry[];
  phones: readonly DebuggedPhone[];
  selected: number | undefined;
  onSelect(key: number | undefined): void;
}) {
  const text = useText();
  return (
    <ol className="calls panel-scroll">
      {entries.map((entry) => (
        <li key={entry.key} id={`call-${entry.key}`} className={selected === entry.key ? "is-selected" : undefined}>
          <button
            type="button"
            aria-expanded={selected === entry.key}
            onClick={() => onSelect(selected === entry.key ? undefined : entry.key)}
          >
            <time>{clockTime(entry.time, 3)}</time>
            <UserDot user={userIn(phones, entry.phone)} />
            <code className="call-name">{entry.name}</code>
            {entry.count !== undefined && <span className="call-count">×{entry.count}</span>}
            <span className="call-detail">{selected === entry.key ? "" : oneLine(entry.detail)}</span>
            <span className={`call-outcome is-${outcomeClass(entry)}`}>{outcomeOf(entry, text)}</span>
          </button>
          {entry.reason && <p className="is-red">{entry.reason}</p>}
          {selected === entry.key && entry.detail && <pre>{entry.detail}</pre>}
        </li>
      ))}
    </ol>
  );
}

function outcomeOf({ outcome, time, ended }: CallEntry, text: Translate): string {
  const after = ended === undefined ? "" : ` ${ended - time} ms`;
  if (outcome === "success") return text("callSuccess") + after;
  if (outcome === "fail") return text("callFail") + after;
  return text(outcome === "pending" ? "callPending" : "callEvent");
}
