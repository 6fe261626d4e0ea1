import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error.js";

export interface SecretPlace {
  env: NodeJS.ProcessEnv;
  /** The variable that may hold the secret itself. */
  variable: string;
  /** The setting that may name a file with it, and the file. */
  setting: string;
  file: string | null;
}

/**
 * A secret from where it was put: a variable of the environment, or a file.
 *
 * @returns undefined when it was put nowhere
 * @throws ConfigError when it was put in both, or the file cannot be read
 */
export function readSecret({ env, variable, setting, file }: SecretPlace): string | undefined {
  const value = env[variable] || undefined;
  if (file === null) return value;
  if (value !== undefined) throw new ConfigError(`${variable} and ${setting} are both set: keep one of them`);
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`${setting} names ${file}, which cannot be read (${code}): let this user read it`, { cause });
  }
}
