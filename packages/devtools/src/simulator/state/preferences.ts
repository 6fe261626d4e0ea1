import { Store } from "./store.js";

export type Language = "zh" | "en";
export type Theme = "light" | "dark";
export const PANEL_TABS = ["console", "network", "storage", "data", "components", "call"] as const;
export type PanelTab = (typeof PANEL_TABS)[number];
/** `all` makes the phones as large as they can be without scrolling, `fit` as high as the window allows. */
export const ZOOMS = ["all", "fit", 1, 0.75, 0.5] as const;
export type Zoom = (typeof ZOOMS)[number];

/** How the page is laid out; kept in this browser. */
export interface Preferences {
  language: Language;
  theme: Theme;
  zoom: Zoom;
  panelOpen: boolean;
  /** CSS pixels. */
  panelWidth: number;
  panelTab: PanelTab;
  /** Whether phones ask for camera, microphone and the like; otherwise every wish is granted. */
  askPermissions: boolean;
}

export const PANEL_WIDTH = { least: 320, most: 960 } as const;
const KEY = "lianmai-simulator";

/** Reads what was kept, field by field: an older or broken entry costs only what no longer fits. */
export function readPreferences(kept: string | null, usual: Preferences): Preferences {
  let values: Partial<Record<keyof Preferences, unknown>>;
  try {
    values = Object(JSON.parse(kept ?? "{}"));
  } catch {
    return usual;
  }
  const choice = <T>(value: unknown, choices: readonly T[], otherwise: T): T =>
    choices.includes(value as T) ? (value as T) : otherwise;
  const width = Number(values.panelWidth);
  return {
    language: choice(values.language, ["zh", "en"], usual.language),
    theme: choice(values.theme, ["light", "dark"], usual.theme),
    zoom: choice<Zoom>(values.zoom, ZOOMS, usual.zoom),
    panelOpen: choice(values.panelOpen, [true, false], usual.panelOpen),
    panelWidth: width >= PANEL_WIDTH.least && width <= PANEL_WIDTH.most ? width : usual.panelWidth,
    askPermissions: choice(values.askPermissions, [true, false], usual.askPermissions),
    panelTab: choice(values.panelTab, PANEL_TABS, usual.panelTab),
  };
}

/** The preferences of this browser; every change is kept. */
export class PreferenceStore extends Store<Preferences> {
  constructor() {
    super(
      readPreferences(recall(), {
        language: navigator.language.toLowerCase().startsWith("en") ? "en" : "zh",
        theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
        // In a phone-size window one phone at a time is enough.
        zoom: innerWidth >= 900 ? "all" : "fit",
        // A phone-size window has room for the phones only.
        panelOpen: innerWidth >= 900,
        // Beside it two phones and the sign that adds a third must fit.
        panelWidth: Math.round(Math.min(560, Math.max(380, innerWidth * 0.275))),
        panelTab: "console",
        // A call of two phones should stand without four questions before it.
        askPermissions: false,
      }),
    );
  }

  change(part: Partial<Preferences>): void {
    this.set({ ...this.get(), ...part });
    try {
      localStorage.setItem(KEY, JSON.stringify(this.get()));
    } catch {
      // A browser that keeps nothing still shows the change.
    }
  }
}

function recall(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
