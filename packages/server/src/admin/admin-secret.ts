import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../config/config-error.js";
import { StoreError } from "../store/store-error.js";

/** The file in the data folder that holds the secret of the administrators, unless they chose one themselves. */
export const ADMIN_SECRET_FILE = "admin-secret";

/** Characters that a secret has at least: it is the one thing between the network and all settings. */
export const SHORTEST_ADMIN_SECRET = 16;

export interface AdminSecret {
  value: string;
  /** The file that was made for it just now. */
  madeFile?: string;
}

/**
 * The secret that administrators sign in with: the one that was chosen, or the one in the data folder, which is made
 * at the first start, readable for this user only.
 *
 * @throws ConfigError when the chosen one is too short
 * @throws StoreError when the file can be neither read nor written
 */
export function adminSecret(dataDir: string, chosen?: string): AdminSecret {
  if (chosen !== undefined) return { value: checked(chosen, "the admin secret") };
  const file = join(dataDir, ADMIN_SECRET_FILE);
  const kept = readKept(file);
  if (kept !== undefined) return { value: checked(kept, `the admin secret in ${file}`) };
  const value = randomBytes(24).toString("base64url");
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // "wx": another server that starts on the same folder at this moment must not get another secret.
    writeFileSync(file, `${value}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw StoreError.of(file, cause);
  }
  return { value, madeFile: file };
}

function readKept(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw StoreError.of(file, cause);
  }
}

function checked(secret: string, what: string): string {
  if (secret.length >= SHORTEST_ADMIN_SECRET) return secret;
  throw new ConfigError(
    `${what} has ${secret.length} characters and needs at least ${SHORTEST_ADMIN_SECRET}: use a random one, such as that of "openssl rand -base64 24"`,
  );
}
