import { createContext, useCallback, useContext } from "react";
import type { Language } from "../state/preferences.js";
import { type TextName, textIn } from "./texts.js";

export const LanguageContext = createContext<Language>("zh");

export type Translate = (name: TextName, values?: Record<string, string | number>) => string;

/** The sentences of the page in its language. */
export function useText(): Translate {
  const language = useContext(LanguageContext);
  return useCallback((name, values) => textIn(language, name, values), [language]);
}

/** A time of the day in tabular figures, to the second or the millisecond. */
export function clockTime(time: number, digits: 0 | 3 = 0): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const whole = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return digits === 0 ? whole : `${whole}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
