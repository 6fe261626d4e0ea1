import Button from "@douyinfe/semi-ui-19/lib/es/button";
import Select from "@douyinfe/semi-ui-19/lib/es/select";
import { useRef } from "react";
import { CAMERA_CHOICES, type CameraChoice } from "../camera/choice.js";
import { useText } from "../language/language-context.js";
import type { TextName } from "../language/texts.js";
import { DEVICES } from "../state/devices.js";
import type { PhoneSession } from "../state/phone-session.js";
import { useStore } from "../state/store.js";
import { PermissionList, type PermissionListProps } from "./permission-list.js";

const CAMERA_NAMES: Record<CameraChoice, TextName> = {
  auto: "cameraAuto",
  camera: "cameraReal",
  pattern: "cameraPattern",
  file: "cameraFile",
  none: "cameraNone",
};

/** What one phone is: its device, where its camera looks, and what its user allowed. */
export function SettingsCard(props: PermissionListProps) {
  const { session } = props;
  const text = useText();
  const { device, camera } = useStore(session.choices);
  return (
    <section className="settings-card">
      <div className="settings-row">
        <h2>{text("device")}</h2>
        <Select
          size="small"
          value={device}
          aria-label={text("device")}
          onChange={(value) => session.choose({ device: String(value) })}
          optionList={DEVICES.map(({ name, width, height }) => ({
            value: name,
            label: `${name} · ${width} × ${height}`,
          }))}
        />
      </div>
      <CameraRow session={session} camera={camera} />
      <PermissionList {...props} />
    </section>
  );
}

function CameraRow({ session, camera }: { session: PhoneSession; camera: CameraChoice }) {
  const text = useText();
  const field = useRef<HTMLInputElement>(null);
  const choose = (choice: CameraChoice) => {
    // The choice counts once there is a file.
    if (choice === "file") field.current?.click();
    else session.choose({ camera: choice });
  };
  return (
    <>
      <div className="settings-row">
        <h2>{text("camera")}</h2>
        <Select
          size="small"
          value={camera}
          aria-label={text("camera")}
          onChange={(value) => choose(value as CameraChoice)}
          optionList={CAMERA_CHOICES.map((choice) => ({ value: choice, label: text(CAMERA_NAMES[choice]) }))}
        />
      </div>
      <input
        ref={field}
        className="camera-file"
        type="file"
        accept="image/*,video/*"
        tabIndex={-1}
        aria-label={text("cameraFile")}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) session.chooseFile(file);
          // The same file may be chosen again after it was changed.
          target.value = "";
        }}
      />
      {camera === "file" && (
        <Button size="small" className="camera-other" onClick={() => field.current?.click()}>
          {text("cameraOther")}
        </Button>
      )}
      <p>{text("cameraHint")}</p>
    </>
  );
}
