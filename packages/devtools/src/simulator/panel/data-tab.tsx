import type { InspectedDetails, InspectedNode } from "@lianmai/runtime";
import { useText } from "../language/language-context.js";
import type { DebuggedPhone } from "../state/debugged-phone.js";
import { useStore } from "../state/store.js";
import { Empty } from "./empty.js";
import type { TabProps } from "./panel.js";
import { PhoneFilter, UserDot } from "./phone-filter.js";
import { useInspection } from "./use-inspection.js";
import { ValueTree } from "./value-tree.js";
import "./data-tab.css";

/** The data of the open pages of each phone, the shown page first; values can be edited. */
export function DataTab(props: TabProps) {
  const { simulator, phone } = props;
  const text = useText();
  const phones = useStore(simulator.debugged).filter(({ user }) => phone === "" || user.id === phone);
  return (
    <>
      <div className="panel-tools">
        <PhoneFilter {...props} />
      </div>
      {phones.length === 0 ? (
        <Empty title={text("noPhones")} />
      ) : (
        <div className="panel-scroll">
          {phones.map((one) => (
            <PhoneData key={one.user.id} phone={one} />
          ))}
        </div>
      )}
    </>
  );
}

async function readPages(control: NonNullable<DebuggedPhone["control"]>) {
  const pages = await control.tree();
  const details = await Promise.all(pages.map(({ id }) => control.details(id)));
  return pages.map((page, index) => ({ page, details: details[index] })).reverse();
}

function PhoneData({ phone }: { phone: DebuggedPhone }) {
  const text = useText();
  const state = useInspection(phone, "data", readPages);
  const pages = "value" in state ? (state.value ?? []) : [];
  return (
    <section className="phone-data">
      <h2>
        <UserDot user={phone.user} />
        {phone.user.name}
      </h2>
      {state.phase === "loading" && <p className="phone-data-note">{text("reading")}</p>}
      {state.phase === "failed" && <p className="phone-data-note">{state.reason || text("notRunning")}</p>}
      {state.phase === "ready" && pages.length === 0 && <p className="phone-data-note">{text("notRunning")}</p>}
      {pages.map(({ page, details }) => (
        <PageData key={page.id} phone={phone} page={page} details={details} />
      ))}
    </section>
  );
}

function PageData({
  phone,
  page,
  details,
}: {
  phone: DebuggedPhone;
  page: InspectedNode;
  details: InspectedDetails | undefined;
}) {
  const text = useText();
  const edit = async (path: string, value: unknown) => {
    if (!phone.control) throw new Error(text("notRunning"));
    await phone.control.setData(page.id, path, value);
  };
  return (
    <details className="page-data" open>
      <summary>{page.tag}</summary>
      {details?.data ? (
        <ValueTree value={details.data} {...(details.editable ? { onEdit: edit } : {})} />
      ) : (
        <p className="phone-data-note">{text("pageFailed")}</p>
      )}
    </details>
  );
}
