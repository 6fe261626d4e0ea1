import { IconDelete, IconEdit } from "@douyinfe/semi-icons";
import Input from "@douyinfe/semi-ui-19/lib/es/input";
import { useState } from "react";
import { IconButton } from "../icon-button.js";
import { useText } from "../language/language-context.js";
import type { DebuggedPhone } from "../state/debugged-phone.js";
import { useStore } from "../state/store.js";
import { Empty } from "./empty.js";
import type { TabProps } from "./panel.js";
import { PhoneFilter, UserDot } from "./phone-filter.js";
import "./tables.css";

/** What the mini-programs keep by `tt.setStorage`, a list for each phone; values are JSON and can be edited. */
export function StorageTab(props: TabProps) {
  const { simulator, phone } = props;
  const phones = useStore(simulator.debugged);
  return (
    <>
      <div className="panel-tools">
        <PhoneFilter {...props} />
      </div>
      <div className="panel-scroll">
        {phones
          .filter(({ user }) => phone === "" || user.id === phone)
          .map((session) => (
            <Memory key={session.user.id} session={session} />
          ))}
      </div>
    </>
  );
}

function Memory({ session }: { session: DebuggedPhone }) {
  const text = useText();
  const entries = useStore(session.storage);
  const [edited, setEdited] = useState<string>();
  return (
    <section className="storage">
      <h2>
        <UserDot user={session.user} />
        {session.user.name}
      </h2>
      {entries.length === 0 ? (
        <Empty title={text("storageEmpty")} hint={text("storageEmptyHint")} />
      ) : (
        <table className="panel-table">
          <thead>
            <tr>
              <th className="storage-key">{text("key")}</th>
              <th>{text("value")}</th>
              <th className="storage-tools" />
            </tr>
          </thead>
          <tbody>
            {entries.map(([key, value]) => (
              <tr key={key}>
                <td className="storage-key" title={key}>
                  {key}
                </td>
                <td className="storage-value" title={value}>
                  {edited === key ? (
                    <Editor
                      value={value}
                      label={text("edit", { key })}
                      onEnd={(next) => {
                        setEdited(undefined);
                        if (next !== undefined && next !== value) void session.control?.setStorage(key, next);
                      }}
                    />
                  ) : (
                    <code>{value}</code>
                  )}
                </td>
                <td className="storage-tools">
                  <IconButton
                    label={text("edit", { key })}
                    icon={<IconEdit size="small" />}
                    onClick={() => setEdited(key)}
                  />
                  <IconButton
                    label={text("remove", { key })}
                    icon={<IconDelete size="small" />}
                    onClick={() => void session.control?.removeStorage(key)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Ends with the new value on Enter or when it is left, with none on Escape. */
function Editor({ value, label, onEnd }: { value: string; label: string; onEnd(value?: string): void }) {
  const [draft, setDraft] = useState(value);
  return (
    <Input
      size="small"
      autoFocus
      value={draft}
      aria-label={label}
      onChange={setDraft}
      onBlur={() => onEnd(draft)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onEnd(draft);
        else if (event.key === "Escape") onEnd();
      }}
    />
  );
}
