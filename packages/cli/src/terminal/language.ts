/** Languages of the command's texts. */
export type Language = "zh" | "en";

/** The language that the locale asks for, by POSIX's order: LC_ALL, LC_MESSAGES, LANG. English unless it is Chinese. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return locale.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The sentence in the terminal's language. */
export function say(zh: string, en: string): string {
  return languageOf(process.env) === "zh" ? zh : en;
}
