import { IconBox, IconBriefStroked, IconCode, IconLive, IconServerStroked, IconTerminal } from "@douyinfe/semi-icons";
import { type ComponentType, type CSSProperties, type ReactNode, useState } from "react";
import { useText } from "../language/language-context.js";
import type { TextName } from "../language/texts.js";
import type { PanelTab } from "../state/preferences.js";
import type { Simulator } from "../state/simulator.js";
import { useStore } from "../state/store.js";
import { CallTab } from "./call-tab.js";
import { ComponentsTab } from "./components-tab.js";
import { ConsoleTab } from "./console-tab.js";
import { DataTab } from "./data-tab.js";
import { NetworkTab } from "./network-tab.js";
import { Resizer } from "./resizer.js";
import { StorageTab } from "./storage-tab.js";
import "./panel.css";

export interface TabProps {
  simulator: Simulator;
  /** User id of the phone that is looked at; empty for all. */
  phone: string;
  onPhone(phone: string): void;
}

const TABS: { id: PanelTab; name: TextName; icon: ReactNode; view: ComponentType<TabProps> }[] = [
  { id: "console", name: "tabConsole", icon: <IconTerminal size="small" />, view: ConsoleTab },
  { id: "network", name: "tabNetwork", icon: <IconServerStroked size="small" />, view: NetworkTab },
  { id: "storage", name: "tabStorage", icon: <IconBriefStroked size="small" />, view: StorageTab },
  { id: "data", name: "tabData", icon: <IconCode size="small" />, view: DataTab },
  { id: "components", name: "tabComponents", icon: <IconBox size="small" />, view: ComponentsTab },
  { id: "call", name: "tabCall", icon: <IconLive size="small" />, view: CallTab },
];

/** What the phones report, a tab a topic. */
export function Panel({ simulator }: { simulator: Simulator }) {
  const text = useText();
  const { panelTab, panelWidth } = useStore(simulator.preferences);
  const [phone, setPhone] = useState("");
  const counts: Partial<Record<PanelTab, number>> = {
    console: useStore(simulator.reports.console.shown).filter(({ level }) => level === "error").length,
    network: useStore(simulator.reports.network.shown).filter(({ error }) => error !== undefined).length,
    call: useStore(simulator.reports.calls.shown).filter(({ reason }) => reason !== undefined).length,
  };
  const View = TABS.find(({ id }) => id === panelTab)?.view ?? ConsoleTab;
  const move = (step: number) => {
    const index = TABS.findIndex(({ id }) => id === panelTab);
    const next = TABS[(index + step + TABS.length) % TABS.length];
    if (!next) return;
    simulator.prefer({ panelTab: next.id });
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <aside className="panel" style={{ "--panel-width": `${panelWidth}px` } as CSSProperties} aria-label={text("panel")}>
      <Resizer width={panelWidth} onWidth={(width) => simulator.prefer({ panelWidth: width })} />
      <div className="panel-tabs" role="tablist" aria-label={text("panel")}>
        {TABS.map(({ id, name, icon }) => (
          <button
            key={id}
            id={`tab-${id}`}
            type="button"
            role="tab"
            aria-selected={id === panelTab}
            aria-controls="panel-view"
            tabIndex={id === panelTab ? 0 : -1}
            onClick={() => simulator.prefer({ panelTab: id })}
            onKeyDown={(event) => {
              if (event.key === "ArrowRight") move(1);
              else if (event.key === "ArrowLeft") move(-1);
            }}
          >
            {icon}
            {text(name)}
            {(counts[id] ?? 0) > 0 && <span className="panel-count">{counts[id]}</span>}
          </button>
        ))}
      </div>
      <div className="panel-view" id="panel-view" role="tabpanel" aria-labelledby={`tab-${panelTab}`}>
        <View simulator={simulator} phone={phone} onPhone={setPhone} />
      </div>
    </aside>
  );
}
