import { IconArrowLeft, IconClose, IconRefresh, IconSmartphoneStroked } from "@douyinfe/semi-icons";
import type { CSSProperties } from "react";
import { IconButton } from "../icon-button.js";
import { clockTime, useText } from "../language/language-context.js";
import type { RemotePhone } from "../state/remote-phone.js";
import { useStore } from "../state/store.js";

/** A real phone beside those of the simulator: which one it is, whether it is there, and what it shows. */
export function RemoteCard({ phone, onForget }: { phone: RemotePhone; onForget(): void }) {
  const text = useText();
  const { device, state, connected, since } = useStore(phone.info);
  const { user } = phone;
  const page =
    state.phase === "closed"
      ? text("statusClosed")
      : state.phase === "failed"
        ? text("statusFailed")
        : state.page || text("statusStarting");
  return (
    <article
      className={connected ? "remote-card" : "remote-card is-gone"}
      aria-label={text("phoneOf", { name: user.name })}
      style={{ "--user-color": user.color } as CSSProperties}
    >
      <header>
        <IconSmartphoneStroked size="extra-large" />
        <span className="remote-kind">{text("realPhone")}</span>
        <span className="remote-tools" role="toolbar" aria-label={text("phoneOf", { name: user.name })}>
          {connected ? (
            <>
              <IconButton
                label={text("back")}
                icon={<IconArrowLeft size="small" />}
                onClick={() => void phone.control?.back().catch(() => undefined)}
              />
              <IconButton
                label={text("reload")}
                icon={<IconRefresh size="small" />}
                onClick={() => void phone.control?.reload({ keepStack: false }).catch(() => undefined)}
              />
            </>
          ) : (
            <IconButton label={text("forgetPhone")} icon={<IconClose size="small" />} onClick={onForget} />
          )}
        </span>
      </header>
      <strong>{device.model}</strong>
      <p>
        {device.system} · {device.width} × {device.height}
      </p>
      <p className="remote-user">
        <span className="user-dot" />
        {device.user.name}
      </p>
      <p className="remote-page" title={page}>
        {page}
      </p>
      <p className="remote-state" role="status">
        {text(connected ? "connectedSince" : "disconnectedSince", { time: clockTime(since) })}
      </p>
    </article>
  );
}
