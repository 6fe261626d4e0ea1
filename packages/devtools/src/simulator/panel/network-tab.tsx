import { IconDelete } from "@douyinfe/semi-icons";
import { Fragment, useState } from "react";
import { IconButton } from "../icon-button.js";
import { type Translate, useText } from "../language/language-context.js";
import type { NetworkEntry } from "../state/reports.js";
import { useStore } from "../state/store.js";
import { Empty } from "./empty.js";
import { NetworkDetails } from "./network-details.js";
import type { TabProps } from "./panel.js";
import { PhoneFilter, UserDot, userIn } from "./phone-filter.js";
import "./tables.css";

/** Requests of every kind, and sockets. */
export function NetworkTab(props: TabProps) {
  const { simulator, phone } = props;
  const text = useText();
  const phones = useStore(simulator.debugged);
  const entries = useStore(simulator.reports.network.shown);
  const [opened, setOpened] = useState<number>();
  const shown = entries.filter((entry) => phone === "" || entry.phone === phone);
  return (
    <>
      <div className="panel-tools">
        <PhoneFilter {...props} />
        <IconButton
          label={text("clear")}
          icon={<IconDelete size="small" />}
          onClick={() => simulator.reports.network.clear()}
        />
      </div>
      {shown.length === 0 ? (
        <Empty
          title={text(entries.length > 0 ? "nothingMatches" : "networkEmpty")}
          {...(entries.length > 0 ? {} : { hint: text("networkEmptyHint") })}
        />
      ) : (
        <div className="panel-scroll">
          <table className="panel-table network">
            <thead>
              <tr>
                <th>{text("status")}</th>
                <th>{text("method")}</th>
                <th>{text("address")}</th>
                <th className="is-number">{text("duration")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((entry) => (
                <Fragment key={entry.key}>
                  <tr className={isBad(entry) ? "is-bad" : undefined}>
                    <td>{statusOf(entry, text)}</td>
                    <td>{entry.method}</td>
                    <td className="network-address">
                      <button
                        type="button"
                        aria-expanded={opened === entry.key}
                        onClick={() => setOpened(opened === entry.key ? undefined : entry.key)}
                      >
                        <UserDot user={userIn(phones, entry.phone)} />
                        <Address url={entry.url} />
                      </button>
                    </td>
                    <td className="is-number">
                      {entry.duration === undefined ? "–" : `${Math.round(entry.duration)} ms`}
                    </td>
                  </tr>
                  {(opened === entry.key || entry.error) && (
                    <tr className="network-more">
                      <td colSpan={4}>
                        {entry.error && <p className="is-red">{entry.error}</p>}
                        {opened === entry.key && (
                          <NetworkDetails entry={entry} who={userIn(phones, entry.phone)?.name ?? entry.phone} />
                        )}
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

const SOCKET_PHASES = {
  connecting: "socketConnecting",
  open: "socketOpen",
  closed: "socketClosed",
  failed: "failed",
} as const;

function isBad({ error, statusCode = 0 }: NetworkEntry): boolean {
  return error !== undefined || statusCode >= 400;
}

function statusOf(entry: NetworkEntry, text: Translate): string {
  if (entry.error !== undefined) return text("failed");
  if (entry.socket) return text(SOCKET_PHASES[entry.socket.phase]);
  return entry.statusCode === undefined ? text("pending") : String(entry.statusCode);
}

/** Path and query, by which one request is told from another, before the host. */
function Address({ url }: { url: string }) {
  if (!URL.canParse(url)) return <span title={url}>{url}</span>;
  const { host, pathname, search } = new URL(url);
  return (
    <span title={url}>
      {pathname + search} <span className="network-host">{host}</span>
    </span>
  );
}
