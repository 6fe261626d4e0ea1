import type { MessageContent } from "./room-message.js";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes that a message carries, as `LIMITS.roomMessageBytes` counts them; undefined where the Base64 is none. */
export function messageSize({ binary, message }: MessageContent): number | undefined {
  if (!binary) return utf8Length(message);
  if (!BASE64.test(message)) return undefined;
  const padding = message.endsWith("==") ? 2 : message.endsWith("=") ? 1 : 0;
  return (message.length / 4) * 3 - padding;
}

/** Counted by hand, as the types of this package know neither the browser's encoder nor that of Node. */
function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return length;
}
