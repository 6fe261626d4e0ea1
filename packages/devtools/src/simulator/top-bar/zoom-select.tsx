import Select from "@douyinfe/semi-ui-19/lib/es/select";
import { useText } from "../language/language-context.js";
import type { PreferenceStore, Zoom } from "../state/preferences.js";
import { useStore } from "../state/store.js";

const STEPS = [1, 0.75, 0.5] as const;

/** How large the phones are drawn. */
export function ZoomSelect({ preferences }: { preferences: PreferenceStore }) {
  const text = useText();
  const { zoom } = useStore(preferences);
  return (
    <Select
      className="top-bar-zoom"
      size="small"
      borderless
      value={String(zoom)}
      aria-label={text("zoom")}
      optionList={[
        { value: "fit", label: text("zoomFit") },
        ...STEPS.map((step) => ({ value: String(step), label: `${step * 100}%` })),
      ]}
      onChange={(value) => preferences.change({ zoom: toZoom(String(value)) })}
    />
  );
}

function toZoom(value: string): Zoom {
  return STEPS.find((step) => String(step) === value) ?? "fit";
}
