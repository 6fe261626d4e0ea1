import {
  IconArrowLeft,
  IconClose,
  IconHome,
  IconPlay,
  IconRefresh,
  IconRotate,
  IconSetting,
  IconWifi,
} from "@douyinfe/semi-icons";
import Popover from "@douyinfe/semi-ui-19/lib/es/popover";
import { IconButton } from "../icon-button.js";
import { useText } from "../language/language-context.js";
import type { PhoneSession } from "../state/phone-session.js";
import { useStore } from "../state/store.js";
import { NetworkCard } from "./network-card.js";
import { SettingsCard } from "./settings-card.js";

export interface PhoneToolsProps {
  session: PhoneSession;
  /** Whether phones ask for permissions; it holds for all of them. */
  asksPermissions: boolean;
  onAskPermissions(ask: boolean): void;
  onClose(): void;
}

/** Below the buttons there may be a second row of them. */
const hintSide = "top";

/** What can be done to a phone from outside. */
export function PhoneTools({ session, asksPermissions, onAskPermissions, onClose }: PhoneToolsProps) {
  const text = useText();
  const { foreground } = useStore(session.status);
  return (
    <div className="phone-tools" role="toolbar" aria-label={text("phoneOf", { name: session.user.name })}>
      <IconButton
        hintSide={hintSide}
        label={text("reload")}
        icon={<IconRefresh size="small" />}
        onClick={() => session.reload({ keepStack: false })}
      />
      <IconButton
        hintSide={hintSide}
        label={text("back")}
        icon={<IconArrowLeft size="small" />}
        onClick={() => session.back()}
      />
      <IconButton
        hintSide={hintSide}
        label={text("rotate")}
        icon={<IconRotate size="small" />}
        onClick={() => session.rotate()}
      />
      <IconButton
        hintSide={hintSide}
        label={text(foreground ? "toBackground" : "toForeground")}
        icon={foreground ? <IconHome size="small" /> : <IconPlay size="small" />}
        onClick={() => session.setForeground(!foreground)}
      />
      <Popover trigger="click" position="bottomRight" content={<NetworkCard session={session} />}>
        <span>
          <IconButton label={text("networkProfile")} icon={<IconWifi size="small" />} hint={false} />
        </span>
      </Popover>
      <Popover
        trigger="click"
        position="bottomRight"
        content={<SettingsCard session={session} asks={asksPermissions} onAsk={onAskPermissions} />}
      >
        <span>
          <IconButton label={text("phoneSettings")} icon={<IconSetting size="small" />} hint={false} />
        </span>
      </Popover>
      <IconButton hintSide={hintSide} label={text("closePhone")} icon={<IconClose size="small" />} onClick={onClose} />
    </div>
  );
}
