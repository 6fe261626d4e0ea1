import { IconCrossStroked, IconPuzzle } from "@douyinfe/semi-icons";
import Button from "@douyinfe/semi-ui-19/lib/es/button";
import type { InspectedDetails, InspectedNode, PhoneControl } from "@lianmai/runtime";
import { useEffect, useRef, useState } from "react";
import { useText } from "../language/language-context.js";
import type { DebuggedPhone } from "../state/debugged-phone.js";
import { useStore } from "../state/store.js";
import { ComponentTree } from "./component-tree.js";
import { Empty } from "./empty.js";
import type { TabProps } from "./panel.js";
import { PhoneFilter } from "./phone-filter.js";
import { useInspection } from "./use-inspection.js";
import { ValueTree } from "./value-tree.js";
import "./components-tab.css";

/** The pages of one phone as their templates made them: pointed at here they are marked there, and the other way round. */
export function ComponentsTab(props: TabProps) {
  const { simulator, phone } = props;
  const text = useText();
  const phones = useStore(simulator.debugged);
  const shown = phones.find(({ user }) => user.id === phone) ?? phones[0];
  return (
    <>
      <div className="panel-tools">
        <PhoneFilter {...props} one={shown?.user.id ?? ""} />
      </div>
      {shown ? <PhoneComponents key={shown.user.id} phone={shown} /> : <Empty title={text("noPhones")} />}
    </>
  );
}

function PhoneComponents({ phone }: { phone: DebuggedPhone }) {
  const text = useText();
  const [selected, setSelected] = useState<number>();
  const [picking, setPicking] = useState(false);
  const state = useInspection(phone, "tree", (control) => control.tree());
  const pages = "value" in state ? (state.value ?? []) : [];

  // What was marked or waited for a choice must not stay behind when this tab goes.
  useEffect(
    () => () => {
      quietly(phone.control?.highlight(null));
      quietly(phone.control?.stopPicking());
    },
    [phone],
  );

  const pick = async () => {
    const control = phone.control;
    if (!control) return;
    if (picking) {
      await control.stopPicking().catch(() => undefined);
      return;
    }
    setPicking(true);
    try {
      const id = await control.pick();
      if (id !== null) setSelected(id);
    } catch {
      // The phone is gone, and with it what was to be chosen in it.
    } finally {
      setPicking(false);
    }
  };

  return (
    <>
      <div className="panel-tools">
        <Button
          size="small"
          type={picking ? "primary" : "tertiary"}
          theme={picking ? "solid" : "light"}
          icon={<IconCrossStroked className="pick-icon" size="small" />}
          aria-pressed={picking}
          onClick={() => void pick()}
        >
          {text(picking ? "picking" : "pick")}
        </Button>
      </div>
      {pages.length === 0 ? (
        state.phase === "loading" ? (
          <Empty title={text("reading")} />
        ) : (
          <Empty
            title={text("notRunning")}
            hint={(state.phase === "failed" && state.reason) || text("componentsEmptyHint")}
          />
        )
      ) : (
        <>
          <ComponentTree
            pages={pages}
            selected={selected}
            onSelect={setSelected}
            onHover={(id) => quietly(phone.control?.highlight(id))}
          />
          {selected !== undefined && <NodeDetails phone={phone} id={selected} node={find(pages, selected)} />}
        </>
      )}
    </>
  );
}

function NodeDetails({ phone, id, node }: { phone: DebuggedPhone; id: number; node: InspectedNode | undefined }) {
  const text = useText();
  const ask = useRef((control: PhoneControl) => control.details(id));
  ask.current = (control) => control.details(id);
  const state = useInspection(phone, `details ${id}`, (control) => ask.current(control));
  const details: InspectedDetails | undefined = "value" in state ? state.value : undefined;
  if (!node) return <p className="node-details node-gone">{text("nodeGone")}</p>;
  const { box } = details ?? {};
  const edit = async (path: string, value: unknown) => {
    if (!phone.control) throw new Error(text("notRunning"));
    await phone.control.setData(id, path, value);
  };
  return (
    <section className="node-details" aria-label={text("details")}>
      <h2>
        <IconPuzzle size="small" />
        <code>{node.kind === "text" ? text("textNode") : node.tag}</code>
        {box && (
          <span className="node-box">
            {Math.round(box.width)} × {Math.round(box.height)} @ {Math.round(box.left)}, {Math.round(box.top)}
          </span>
        )}
      </h2>
      {node.text !== undefined && <p className="node-text">{node.text}</p>}
      {details?.data && (
        <details open>
          <summary>{text(details.editable ? "nodeData" : "nodeProperties")}</summary>
          <ValueTree value={details.data} {...(details.editable ? { onEdit: edit } : {})} />
        </details>
      )}
      {details?.dataset && (
        <details open>
          <summary>dataset</summary>
          <ValueTree value={details.dataset} />
        </details>
      )}
      {details && details.styles.length > 0 && (
        <details>
          <summary>{text("nodeStyles")}</summary>
          <dl className="node-styles">
            {details.styles.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

function find(nodes: readonly InspectedNode[], id: number): InspectedNode | undefined {
  for (const node of nodes) {
    const found = node.id === id ? node : find(node.children, id);
    if (found) return found;
  }
  return undefined;
}

/** What a mark fails at is that the phone is gone, which is shown elsewhere. */
function quietly(done: Promise<unknown> | undefined): void {
  done?.catch(() => undefined);
}
