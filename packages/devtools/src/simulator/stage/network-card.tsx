import InputNumber from "@douyinfe/semi-ui-19/lib/es/inputNumber";
import { type KeyboardEvent, useId } from "react";
import { NETWORK_PRESETS, type NetworkPreset, type NetworkProfile, presetOf } from "../../network-profile.js";
import { useText } from "../language/language-context.js";
import type { TextName } from "../language/texts.js";
import type { PhoneSession } from "../state/phone-session.js";
import { useStore } from "../state/store.js";

export const NETWORK_NAMES: Record<NetworkPreset, TextName> = {
  good: "networkGood",
  "3g": "network3g",
  loss20: "networkLoss",
  slow: "networkSlow",
  offline: "networkOffline",
};

const PRESETS = Object.keys(NETWORK_PRESETS) as NetworkPreset[];

/** How bad the network of a phone is: by name, or by numbers of one's own. */
export function NetworkCard({ session }: { session: PhoneSession }) {
  const text = useText();
  const { network } = useStore(session.choices);
  const preset = presetOf(network);
  const id = useId();
  const choose = (profile: NetworkProfile) => session.choose({ network: profile });
  const move = (event: KeyboardEvent, index: number) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const next = PRESETS[(index + step + PRESETS.length) % PRESETS.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    choose(NETWORK_PRESETS[next]);
    document.getElementById(`${id}${next}`)?.focus();
  };
  return (
    <section className="network-card">
      <h2>{text("networkProfile")}</h2>
      <div role="radiogroup" aria-label={text("networkProfile")}>
        {PRESETS.map((name, index) => (
          // biome-ignore lint/a11y/useSemanticElements: a radio of the browser cannot hold two lines of text
          <button
            key={name}
            id={id + name}
            type="button"
            role="radio"
            aria-checked={preset === name}
            tabIndex={preset === name || (preset === undefined && index === 0) ? 0 : -1}
            onClick={() => choose(NETWORK_PRESETS[name])}
            onKeyDown={(event) => move(event, index)}
          >
            <span>{text(NETWORK_NAMES[name])}</span>
            <small>{describeNetwork(NETWORK_PRESETS[name])}</small>
          </button>
        ))}
      </div>
      <fieldset disabled={network.offline}>
        <legend>{text("networkOwn")}</legend>
        <NumberField
          label={text("networkDelay")}
          unit="ms"
          value={network.delay}
          most={10_000}
          onChange={(delay) => choose({ ...network, delay })}
        />
        <NumberField
          label={text("networkLossRate")}
          unit="%"
          value={Math.round(network.loss * 100)}
          most={100}
          onChange={(percent) => choose({ ...network, loss: percent / 100 })}
        />
        <NumberField
          label={text("networkDown")}
          unit="kbps"
          value={network.down ?? 0}
          most={1_000_000}
          onChange={(down) => choose(withRate(network, "down", down))}
        />
        <NumberField
          label={text("networkUp")}
          unit="kbps"
          value={network.up ?? 0}
          most={1_000_000}
          onChange={(up) => choose(withRate(network, "up", up))}
        />
      </fieldset>
      <p>{text("networkHint")}</p>
    </section>
  );
}

function NumberField({
  label,
  unit,
  value,
  most,
  onChange,
}: {
  label: string;
  unit: string;
  value: number;
  most: number;
  onChange(value: number): void;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field has a name of its own
    <label>
      <span>{label}</span>
      <InputNumber
        size="small"
        hideButtons
        min={0}
        max={most}
        value={value}
        suffix={unit}
        aria-label={`${label} ${unit}`}
        onChange={(next) => {
          if (typeof next === "number" && next !== value) onChange(next);
        }}
      />
    </label>
  );
}

/** 0 is no limit. */
function withRate(network: NetworkProfile, field: "down" | "up", kilobits: number): NetworkProfile {
  const { [field]: _before, ...rest } = network;
  return kilobits > 0 ? { ...rest, [field]: kilobits } : rest;
}

/** The numbers of a profile in one line; empty for a good network. */
export function describeNetwork({ offline, delay, loss, down, up }: NetworkProfile): string {
  if (offline) return "0 kbps";
  const parts = [
    down === undefined ? "" : `↓ ${down}`,
    up === undefined ? "" : `↑ ${up} kbps`,
    delay === 0 ? "" : `RTT +${2 * delay} ms`,
    loss === 0 ? "" : `${Math.round(loss * 100)}% ↑↓`,
  ];
  return parts.filter(Boolean).join(" · ");
}
