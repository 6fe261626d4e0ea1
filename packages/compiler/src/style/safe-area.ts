/**
 * Writes `env(safe-area-inset-*)` as the custom property of the same name, which the phone sets on the frame: in a
 * frame the browser's own insets are always 0.
 */
export function safeAreaToProperty(value: string): string {
  return value.replace(
    /\benv\(\s*(safe-area-inset-(?:top|right|bottom|left))\s*([,)])/gi,
    (_all, name: string, end: string) => `var(--${name.toLowerCase()}${end === ")" ? ", 0px)" : ","}`,
  );
}
