import { IconAlertTriangle, IconClose, IconDelete, IconSearch } from "@douyinfe/semi-icons";
import Input from "@douyinfe/semi-ui-19/lib/es/input";
import Select from "@douyinfe/semi-ui-19/lib/es/select";
import { useContext, useLayoutEffect, useRef, useState } from "react";
import { IconButton } from "../icon-button.js";
import { inLanguage } from "../language/bilingual.js";
import { clockTime, LanguageContext, useText } from "../language/language-context.js";
import type { ConsoleEntry, ConsoleLevel } from "../state/reports.js";
import { useStore } from "../state/store.js";
import { Empty } from "./empty.js";
import type { TabProps } from "./panel.js";
import { PhoneFilter, UserDot, userIn } from "./phone-filter.js";
import "./console-tab.css";

/** Levels from which on lines are shown. */
const RANK: Record<ConsoleLevel, number> = { debug: 0, log: 1, info: 1, warn: 2, error: 3 };
/** Pixels from the end within which the list follows new lines. */
const FOLLOW = 24;

/** What the mini-programs print, errors that nobody caught, and warnings of the compiler. */
export function ConsoleTab(props: TabProps) {
  const { simulator, phone } = props;
  const text = useText();
  const entries = useStore(simulator.reports.console.shown);
  const [level, setLevel] = useState<ConsoleLevel>("debug");
  const [word, setWord] = useState("");
  const wanted = word.trim().toLowerCase();
  const shown = entries.filter(
    (entry) =>
      (phone === "" || entry.phone === phone || entry.phone === "") &&
      RANK[entry.level] >= RANK[level] &&
      (wanted === "" || `${entry.text} ${entry.position ?? ""}`.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <div className="panel-tools">
        <PhoneFilter {...props} />
        <IconButton
          label={text("clear")}
          icon={<IconDelete size="small" />}
          onClick={() => simulator.reports.console.clear()}
        />
      </div>
      <div className="panel-tools">
        <Input
          size="small"
          prefix={<IconSearch size="small" />}
          value={word}
          placeholder={text("filter")}
          aria-label={text("filter")}
          showClear
          onChange={setWord}
        />
        <Select
          size="small"
          className="console-level"
          value={level}
          aria-label={text("level")}
          onChange={(value) => setLevel(value as ConsoleLevel)}
          optionList={[
            { value: "debug", label: text("levelAll") },
            { value: "info", label: text("levelInfo") },
            { value: "warn", label: text("levelWarn") },
            { value: "error", label: text("levelError") },
          ]}
        />
      </div>
      {shown.length > 0 ? (
        <Lines entries={shown} {...props} />
      ) : entries.length > 0 ? (
        <Empty title={text("nothingMatches")} />
      ) : (
        <Empty title={text("consoleEmpty")} hint={text("consoleEmptyHint")} />
      )}
    </>
  );
}

function Lines({ entries, simulator }: TabProps & { entries: readonly ConsoleEntry[] }) {
  const text = useText();
  const language = useContext(LanguageContext);
  const phones = useStore(simulator.debugged);
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are the reason to scroll
  useLayoutEffect(() => {
    if (follows.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [entries]);
  return (
    <ol
      className="console"
      ref={list}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < FOLLOW;
      }}
    >
      {entries.map((entry) => {
        const user = userIn(phones, entry.phone);
        return (
          <li key={entry.key} className={`is-${entry.level}`}>
            <span className="console-who">
              {entry.level === "error" ? (
                <IconClose size="extra-small" className="console-sign" aria-label={text("levelError")} />
              ) : (
                entry.level === "warn" && (
                  <IconAlertTriangle size="extra-small" className="console-sign" aria-label={text("levelWarn")} />
                )
              )}
              {entry.phone !== "" && <UserDot user={user} />}
              <span className="console-name">
                {entry.phone === ""
                  ? text(entry.position === undefined ? "simulator" : "compiler")
                  : (user?.name ?? entry.phone)}
              </span>
              {entry.count > 1 && <span className="console-count">×{entry.count}</span>}
              {entry.position && (
                <span className="console-position" title={entry.position}>
                  {entry.position}
                </span>
              )}
              <time>{clockTime(entry.time, 3)}</time>
            </span>
            <Text text={entry.phone === "" ? inLanguage(entry.text, language) : entry.text} />
          </li>
        );
      })}
    </ol>
  );
}

/** More lines than this are folded. */
const FOLDED_LINES = 6;
const FOLDED_LENGTH = 600;

function Text({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const long = text.length > FOLDED_LENGTH || text.split("\n").length > FOLDED_LINES;
  if (!long) return <pre>{text}</pre>;
  return (
    <button type="button" className="console-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
      <pre className={open ? undefined : "is-folded"}>{text}</pre>
    </button>
  );
}
