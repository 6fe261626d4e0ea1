import Button from "@douyinfe/semi-ui-19/lib/es/button";
import Spin from "@douyinfe/semi-ui-19/lib/es/spin";
import { type CSSProperties, useEffect, useRef } from "react";
import type { CompileState } from "../../messages.js";
import { presetOf } from "../../network-profile.js";
import { useText } from "../language/language-context.js";
import { deviceNamed, outsideOf } from "../state/devices.js";
import { useStore } from "../state/store.js";
import { ErrorOverlay } from "./error-overlay.js";
import { describeNetwork, NETWORK_NAMES } from "./network-card.js";
import { PhoneTools, type PhoneToolsProps } from "./phone-tools.js";

export interface PhoneTileProps extends PhoneToolsProps {
  scale: number;
  compile: CompileState;
}

/** A phone with its user's name and the tools on it. */
export function PhoneTile({ scale, compile, ...tools }: PhoneTileProps) {
  const text = useText();
  const { session } = tools;
  const place = useRef<HTMLDivElement>(null);
  const { phase, page, foreground, landscape } = useStore(session.status);
  const { user } = session;
  const { device, network } = useStore(session.choices);
  const { width, height } = outsideOf(deviceNamed(device), landscape);
  const preset = presetOf(network);

  useEffect(() => {
    place.current?.append(session.element);
  }, [session]);

  const errors = compile.diagnostics.filter(({ severity }) => severity === "error");
  const style = {
    width: width * scale,
    "--user-color": user.color,
    "--phone-scale": scale,
    "--phone-corner": `${deviceNamed(device).corner}px`,
  } as CSSProperties;
  const note = phase === "closed" ? text("statusClosed") : phase === "failed" ? text("statusFailed") : page;
  return (
    <article className="phone-tile" aria-label={text("phoneOf", { name: user.name })} style={style}>
      <header className="phone-head">
        <span className="user-dot" />
        <span className="phone-name">{user.name}</span>
        {preset !== "good" && (
          <span
            className={network.offline ? "phone-network is-offline" : "phone-network"}
            title={describeNetwork(network)}
          >
            {preset ? text(NETWORK_NAMES[preset]) : text("networkOwn")}
          </span>
        )}
        <span className="phone-page" title={page}>
          {note}
        </span>
        <PhoneTools {...tools} />
      </header>
      <div className="phone-space" style={{ height: height * scale }}>
        {compile.hash === undefined && (
          <div className="phone-outline">
            {compile.phase !== "failed" && <Spin size="large" tip={text("firstCompile")} />}
          </div>
        )}
        <div className="phone-scaled" ref={place} style={{ width, height, transform: `scale(${scale})` }} />
        {!foreground && (
          <div className="phone-shade">
            <p>{text("inBackground")}</p>
            <Button theme="solid" onClick={() => session.setForeground(true)}>
              {text("toForeground")}
            </Button>
          </div>
        )}
        {compile.phase === "failed" && errors.length > 0 && (
          <ErrorOverlay key={compile.round} errors={errors} hasPrevious={compile.hash !== undefined} />
        )}
      </div>
    </article>
  );
}
