import Select from "@douyinfe/semi-ui-19/lib/es/select";
import { useText } from "../language/language-context.js";
import { type PreferenceStore, ZOOMS, type Zoom } from "../state/preferences.js";
import { useStore } from "../state/store.js";

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
      optionList={ZOOMS.map((step) => ({
        value: String(step),
        label: step === "fit" ? text("zoomFit") : step === "all" ? text("zoomAll") : `${step * 100}%`,
      }))}
      onChange={(value) => preferences.change({ zoom: toZoom(String(value)) })}
    />
  );
}

function toZoom(value: string): Zoom {
  return ZOOMS.find((step) => String(step) === value) ?? "all";
}
