import { useEffect } from "react";
import { LanguageContext } from "./language/language-context.js";
import { textIn } from "./language/texts.js";
import { Panel } from "./panel/panel.js";
import { Stage } from "./stage/stage.js";
import type { Simulator } from "./state/simulator.js";
import { useStore } from "./state/store.js";
import { TopBar } from "./top-bar/top-bar.js";

export function App({ simulator }: { simulator: Simulator }) {
  const { language, theme, panelOpen } = useStore(simulator.preferences);
  const info = useStore(simulator.connection.info);

  useEffect(() => {
    if (theme === "dark") document.body.setAttribute("theme-mode", "dark");
    else document.body.removeAttribute("theme-mode");
    document.documentElement.style.colorScheme = theme;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    const title = textIn(language, "title");
    document.title = info ? `${info.project.name} · ${title}` : title;
  }, [theme, language, info]);

  return (
    <LanguageContext value={language}>
      <div className="page">
        <TopBar simulator={simulator} />
        <div className="page-body">
          <Stage simulator={simulator} />
          {panelOpen && <Panel simulator={simulator} />}
        </div>
      </div>
    </LanguageContext>
  );
}
