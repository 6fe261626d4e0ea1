import Button from "@douyinfe/semi-ui-19/lib/es/button";
import Switch from "@douyinfe/semi-ui-19/lib/es/switch";
import { useContext } from "react";
import { LanguageContext, useText } from "../language/language-context.js";
import type { PhoneSession } from "../state/phone-session.js";
import { useStore } from "../state/store.js";

const SCOPE_NAMES: Record<string, { zh: string; en: string }> = {
  "scope.camera": { zh: "摄像头", en: "Camera" },
  "scope.record": { zh: "麦克风", en: "Microphone" },
  "scope.userInfo": { zh: "用户信息", en: "User profile" },
  "scope.userLocation": { zh: "位置", en: "Location" },
  "scope.address": { zh: "收货地址", en: "Address" },
  "scope.album": { zh: "相册", en: "Album" },
  "scope.writePhotosAlbum": { zh: "保存到相册", en: "Save to album" },
  "scope.screenRecord": { zh: "屏幕录制", en: "Screen recording" },
};

export interface PermissionListProps {
  session: PhoneSession;
  /** Whether phones ask at all; it holds for all of them. */
  asks: boolean;
  onAsk(ask: boolean): void;
}

/** The user's answers to permission prompts, to be changed while the mini-program runs. */
export function PermissionList({ session, asks, onAsk }: PermissionListProps) {
  const text = useText();
  const language = useContext(LanguageContext);
  const permissions = useStore(session.permissions);
  return (
    <section className="permission-card">
      <h2>{text("permissions")}</h2>
      <p>{text(permissions.length === 0 ? "permissionsEmpty" : "permissionsHint")}</p>
      <ul>
        {permissions.map(([scope, state]) => {
          const name = SCOPE_NAMES[scope]?.[language] ?? scope;
          return (
            <li key={scope}>
              <span title={scope}>{name}</span>
              <Button
                size="small"
                theme="borderless"
                type="tertiary"
                onClick={() => session.setPermission(scope, "unasked")}
              >
                {text("permissionReset")}
              </Button>
              <Switch
                size="small"
                aria-label={name}
                checked={state === "granted"}
                onChange={(granted) => session.setPermission(scope, granted ? "granted" : "denied")}
              />
            </li>
          );
        })}
      </ul>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch has a name of its own */}
      <label className="permission-ask">
        <span>{text("permissionsAsk")}</span>
        <Switch size="small" aria-label={text("permissionsAsk")} checked={asks} onChange={onAsk} />
      </label>
    </section>
  );
}
