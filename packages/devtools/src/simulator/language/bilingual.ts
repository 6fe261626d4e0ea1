import type { Language } from "../state/preferences.js";

/**
 * The compiler says everything twice, in Chinese and below it in English, because a terminal does not know who reads.
 * @returns The half in the language of the page; the whole where there are no two halves.
 */
export function inLanguage(message: string, language: Language): string {
  const lines = message.split("\n");
  const english = lines.findIndex((line) => !/\p{Script=Han}/u.test(line));
  if (english <= 0) return message;
  return (language === "zh" ? lines.slice(0, english) : lines.slice(english)).join("\n");
}
