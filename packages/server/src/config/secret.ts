import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error.js";

/**
 * A secret from the environment: the variable itself, or the file that the variable with `_FILE` at its end names.
 *
 * @returns undefined when neither is set
 * @throws ConfigError when both are set, or the file cannot be read
 */
export function secretFromEnvironment(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name] || undefined;
  const file = env[`${name}_FILE`] || undefined;
  if (file === undefined) return value;
  if (value !== undefined) throw new ConfigError(`${name} and ${name}_FILE are both set: keep one of them`);
  return secretFromFile(file, `${name}_FILE`);
}

/** @param setting what named the file, for the error. @throws ConfigError when it cannot be read */
export function secretFromFile(file: string, setting: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`${setting} names ${file}, which cannot be read (${code}): let this user read it`, { cause });
  }
}
