/**
 * The language that the terminal asks for: Chinese when the locale says so, else English.
 * The order of the variables is the one of POSIX: LC_ALL overrides LC_MESSAGES overrides LANG.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {"zh" | "en"}
 */
export function language(env = process.env) {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return locale.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/**
 * Picks the sentence in the terminal's language.
 *
 * @param {string} zh
 * @param {string} en
 */
export function say(zh, en) {
  return language() === "zh" ? zh : en;
}
