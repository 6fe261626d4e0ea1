/** The reason of a WebSocket close frame has room for so many bytes. */
const MAX_BYTES = 123;
const ELLIPSIS = "…";

/** Cuts a reason to what a close frame holds, between characters and not through one. */
export function closeReason(text: string): string {
  if (Buffer.byteLength(text, "utf8") <= MAX_BYTES) return text;
  let kept = "";
  let bytes = Buffer.byteLength(ELLIPSIS, "utf8");
  for (const character of text) {
    bytes += Buffer.byteLength(character, "utf8");
    if (bytes > MAX_BYTES) break;
    kept += character;
  }
  return kept + ELLIPSIS;
}
