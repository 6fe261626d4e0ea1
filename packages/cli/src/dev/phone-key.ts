import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The key that lets phones in. It is kept with the data, so that a page which a phone has open, and the address that it
 * once scanned, are good after a restart too.
 */
export function phoneKey(dataDir: string): string {
  const file = join(dataDir, "phone-key");
  try {
    const kept = readFileSync(file, "utf8").trim();
    if (kept.length >= 24) return kept;
  } catch {
    // The first start.
  }
  const key = randomBytes(18).toString("base64url");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}
