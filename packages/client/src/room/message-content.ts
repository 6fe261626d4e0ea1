import { type EventData, LIMITS, type MessageContent, messageSize } from "@lianmai/protocol";
import { RtcError } from "../errors/rtc-error.js";
import type { RoomMessage } from "./events.js";

/** What a message can be sent as: text, or bytes. */
export type Message = string | ArrayBuffer | ArrayBufferView;

/** How many bytes become characters at once: functions take only so many arguments. */
const CHUNK = 8192;

/**
 * A message in the form of the wire.
 * @throws RtcError `bad_message` if it is neither text nor bytes, or too long, so that nothing is sent for nothing.
 */
export function encodeMessage(message: Message): MessageContent {
  const content = typeof message === "string" ? { binary: false, message } : bytesContent(message);
  const size = messageSize(content) ?? 0;
  if (size <= LIMITS.roomMessageBytes) return content;
  const limit = LIMITS.roomMessageBytes / 1024;
  throw RtcError.badMessage(`the message has ${size} bytes, and may have at most ${limit} KB; send it in parts`);
}

/** What arrived, with bytes as bytes. */
export function decodeMessage({ from, private: isPrivate, binary, message }: EventData<"message">): RoomMessage {
  if (!binary) return { from, private: isPrivate, message };
  const bytes = Uint8Array.from(atob(message), (character) => character.charCodeAt(0));
  return { from, private: isPrivate, message: bytes };
}

function bytesContent(message: ArrayBuffer | ArrayBufferView): MessageContent {
  const bytes = toBytes(message);
  if (!bytes) throw RtcError.badMessage("a message must be a string, an ArrayBuffer or a view of one");
  let characters = "";
  for (let start = 0; start < bytes.length; start += CHUNK) {
    characters += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return { binary: true, message: btoa(characters) };
}

function toBytes(message: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(message)) return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  // By its name and not its class: the buffer may be of another frame's making.
  return Object.prototype.toString.call(message) === "[object ArrayBuffer]"
    ? new Uint8Array(message as ArrayBuffer)
    : undefined;
}
