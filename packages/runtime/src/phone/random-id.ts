/**
 * An id that nobody else has. `crypto.randomUUID` is missing on pages that are not secure, as those of another machine
 * over plain HTTP are not.
 * @param bytes Of chance; two hexadecimal digits each.
 */
export function randomId(bytes = 8): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
