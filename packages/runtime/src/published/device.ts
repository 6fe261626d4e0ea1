const REMEMBERED = "lianmai.device";

/**
 * The secret by which the server knows this device again: the user of `tt.login` is computed from it. Made on the
 * first visit and kept for one mini-program, so that no other one can pass for its users.
 *
 * @param memory of the page's origin; where it keeps nothing, the secret lasts as long as the page
 */
export function deviceSecret(appid: string, memory: Pick<Storage, "getItem" | "setItem">): string {
  const key = `${REMEMBERED}:${appid}`;
  const kept = memory.getItem(key);
  if (kept !== null && /^[0-9a-f]{32}$/.test(kept)) return kept;
  const made = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  try {
    memory.setItem(key, made);
  } catch {
    // Private windows of some browsers keep nothing.
  }
  return made;
}
