import { defineBuiltin } from "../builtin.js";
import wheelCss from "../picker-view/picker-view.css" with { type: "text" };
import { any, choice, flag, text } from "../property.js";
import { type Choices, clampIndex, dateChoices, joined, labels, timeChoices } from "./choices.js";
import css from "./picker.css" with { type: "text" };
import { PickerSheet } from "./sheet.js";

const MODES = ["selector", "multiSelector", "time", "date", "region"] as const;

/**
 * `picker`: a tap on it lets choose in a panel from below. `value` is an index (`selector`), indexes
 * (`multiSelector`), `HH:mm`, `YYYY-MM-DD` or the names of a region of China.
 */
export const picker = defineBuiltin({
  tag: "picker",
  css: [wheelCss, css],
  properties: {
    mode: choice("selector", MODES),
    range: any<unknown>([]),
    rangeKey: text(),
    value: any<unknown>(0),
    start: text(),
    end: text(),
    fields: choice("day", ["year", "month", "day"]),
    disabled: flag(),
    headerText: text(),
    level: choice("region", ["province", "city", "region", "sub-district"]),
    customItem: text(),
    name: text(),
  },
  create(element, environment) {
    let sheet: PickerSheet | undefined;
    let initial: unknown;
    const isEnglish = () => environment.host.device().language.startsWith("en");

    const choices = (value: unknown): Choices => {
      const { mode, range, rangeKey, start, end, fields } = element.values;
      if (mode === "time") return timeChoices(String(value), start, end);
      if (mode === "date") return dateChoices(String(value), start, end, fields);
      const multiple = mode === "multiSelector";
      const ranges = multiple && Array.isArray(range) ? (range as unknown[]) : [range];
      const columns = ranges.map((column) => labels(column, rangeKey));
      const indexes = multiple && Array.isArray(value) ? (value as unknown[]) : [value];
      return { columns, indexes: columns.map((column, at) => clampIndex(indexes[at], column)) };
    };
    const chosenValue = (chosen: Choices): unknown => {
      const { mode } = element.values;
      if (mode === "time") return joined(chosen, ":");
      if (mode === "date") return joined(chosen, "-");
      return mode === "multiSelector" ? chosen.indexes : (chosen.indexes[0] ?? 0);
    };

    const open = () => {
      const { mode, disabled, headerText, value } = element.values;
      if (disabled || sheet) return;
      if (mode === "region") {
        openRegions().catch((error: unknown) =>
          environment.warn(`<picker mode="region"> in ${element.ownerPath} could not load: ${String(error)}`),
        );
        return;
      }
      let shown = choices(value);
      sheet = new PickerSheet({
        english: isEnglish(),
        title: headerText,
        choices: shown,
        turn(indexes, column) {
          shown = { ...shown, indexes };
          if (mode === "multiSelector") element.emit("columnchange", { column, value: indexes[column] });
          // The other columns follow: fewer days in February, what the page answers to columnchange.
          if (mode === "time" || mode === "date") shown = choices(chosenValue(shown));
          return shown;
        },
        done(indexes) {
          sheet = undefined;
          const chosen = chosenValue({ ...shown, indexes });
          element.assign({ value: chosen });
          element.emit("change", { value: chosen });
        },
        cancel() {
          sheet = undefined;
          element.emit("cancel");
        },
      });
    };
    /** The list of regions comes with the first one that is picked. */
    const openRegions = async () => {
      const { Regions } = await import("./regions.js");
      const { level, customItem, headerText, value } = element.values;
      if (sheet || !element.dom.isConnected) return;
      const regions = new Regions(level === "sub-district" ? "region" : level, customItem);
      sheet = new PickerSheet({
        english: isEnglish(),
        title: headerText,
        choices: regions.choicesOf(Array.isArray(value) ? (value as unknown[]) : []),
        turn(indexes, column) {
          element.emit("columnchange", { column, value: indexes[column] });
          return regions.turned(indexes, column);
        },
        done(indexes) {
          sheet = undefined;
          const region = regions.regionAt(indexes);
          element.assign({ value: region.value });
          element.emit("change", region);
        },
        cancel() {
          sheet = undefined;
          element.emit("cancel");
        },
      });
    };
    element.onTap(open);

    return {
      update(values, changed) {
        initial ??= values.value;
        const follows = changed.has("range") || changed.has("value");
        if (sheet && follows && values.mode !== "region") sheet.show(choices(values.value));
      },
      detached: () => sheet?.remove(),
      activate: open,
      field: {
        name: () => element.values.name,
        value: () => element.values.value,
        reset: () => element.assign({ value: initial }),
      },
    };
  },
});
