import { IconDelete } from "@douyinfe/semi-icons";
import { oneLine } from "@lianmai/runtime";
import { useState } from "react";
import { IconButton } from "../icon-button.js";
import { clockTime, type Translate, useText } from "../language/language-context.js";
import type { CallEntry } from "../state/reports.js";
import { useStore } from "../state/store.js";
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
  const [selected, setSelected] = useState<number>();
  const shown = entries.filter((entry) => phone === "" || entry.phone === phone);
  const lanes = phones.map(({ user }) => user).filter(({ id }) => phone === "" || id === phone);
  const select = (key: number) => {
    setSelected(key);
    document.getElementById(`call-${key}`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <>
      <div className="panel-tools">
        <PhoneFilter {...props} />
        <IconButton
          label={text("clear")}
          icon={<IconDelete size="small" />}
          onClick={() => simulator.reports.calls.clear()}
        />
      </div>
      {shown.length === 0 ? (
        <Empty
          title={text(entries.length > 0 ? "nothingMatches" : "callEmpty")}
          {...(entries.length > 0 ? {} : { hint: text("callEmptyHint") })}
        />
      ) : (
        <>
          <CallTimeline entries={shown} lanes={lanes} selected={selected} onSelect={select} />
          <ol className="calls panel-scroll">
            {shown.map((entry) => (
              <li
                key={entry.key}
                id={`call-${entry.key}`}
                className={selected === entry.key ? "is-selected" : undefined}
              >
                <button
                  type="button"
                  aria-expanded={selected === entry.key}
                  onClick={() => setSelected(selected === entry.key ? undefined : entry.key)}
                >
                  <time>{clockTime(entry.time, 3)}</time>
                  <UserDot user={userIn(phones, entry.phone)} />
                  <code className="call-name">{entry.name}</code>
                  <span className="call-detail">{selected === entry.key ? "" : oneLine(entry.detail)}</span>
                  <span className={`call-outcome is-${outcomeClass(entry)}`}>{outcomeOf(entry, text)}</span>
                </button>
                {entry.reason && <p className="is-red">{entry.reason}</p>}
                {selected === entry.key && entry.detail && <pre>{entry.detail}</pre>}
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}

/** A failure is red, and so is an event that tells of one. */
export function outcomeClass({ outcome, reason }: CallEntry): string {
  return outcome === "event" && reason ? "fail" : outcome;
}

function outcomeOf({ outcome, time, ended }: CallEntry, text: Translate): string {
  const after = ended === undefined ? "" : ` ${ended - time} ms`;
  if (outcome === "success") return text("callSuccess") + after;
  if (outcome === "fail") return text("callFail") + after;
  return text(outcome === "pending" ? "callPending" : "callEvent");
}
