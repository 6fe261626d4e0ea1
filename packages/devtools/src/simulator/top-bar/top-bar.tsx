import { IconLanguage, IconMoon, IconSidebar, IconSun } from "@douyinfe/semi-icons";
import icon from "../icon.svg";
import { IconButton } from "../icon-button.js";
import { useText } from "../language/language-context.js";
import type { Simulator } from "../state/simulator.js";
import { useStore } from "../state/store.js";
import { CompileChip } from "./compile-chip.js";
import { LaunchMenu } from "./launch-menu.js";
import { PhoneQr } from "./phone-qr.js";
import { ZoomSelect } from "./zoom-select.js";
import "./top-bar.css";

/** Project, compile state, and what holds for the whole page. */
export function TopBar({ simulator }: { simulator: Simulator }) {
  const text = useText();
  const { language, theme, panelOpen } = useStore(simulator.preferences);
  const info = useStore(simulator.connection.info);
  return (
    <header className="top-bar">
      <img className="top-bar-mark" src={icon} alt="" />
      <h1 className="top-bar-project" title={info?.project.appid || undefined}>
        {info?.project.name ?? text("title")}
      </h1>
      <CompileChip connection={simulator.connection} />
      <div className="top-bar-space" />
      <LaunchMenu simulator={simulator} />
      <ZoomSelect preferences={simulator.preferences} />
      <span className="top-bar-line" />
      <PhoneQr simulator={simulator} />
      <IconButton
        label={text("switchLanguage")}
        icon={<IconLanguage />}
        onClick={() => simulator.prefer({ language: language === "zh" ? "en" : "zh" })}
      />
      <IconButton
        label={text(theme === "dark" ? "toLight" : "toDark")}
        icon={theme === "dark" ? <IconSun /> : <IconMoon />}
        onClick={() => simulator.prefer({ theme: theme === "dark" ? "light" : "dark" })}
      />
      <IconButton
        label={text(panelOpen ? "closePanel" : "openPanel")}
        icon={<IconSidebar className="top-bar-flip" />}
        pressed={panelOpen}
        onClick={() => simulator.prefer({ panelOpen: !panelOpen })}
      />
    </header>
  );
}
