/** The first three characters of every token. */
export const TOKEN_VERSION = "001";
export const APP_ID_LENGTH = 24;
/** A character outside ASCII would take two bytes and shift all that follows it. */
export const APP_ID_PATTERN = /^[\x21-\x7e]{24}$/;
export const SIGNATURE_BYTES = 32;

/** The string is not a token: cut off, altered on the way, or something else altogether. */
export class TokenFormatError extends Error {
  override readonly name = "TokenFormatError";
}

/** What is signed. */
export interface TokenMessage {
  nonce: number;
  /** Unix seconds. */
  issuedAt: number;
  /** Unix seconds; 0 = never. */
  expireAt: number;
  roomId: string;
  userId: string;
  privileges: ReadonlyMap<number, number>;
}

/** Lays the message out: little-endian integers, length-prefixed UTF-8, privileges in ascending order. */
export function encodeMessage(message: TokenMessage): Buffer {
  const roomId = Buffer.from(message.roomId, "utf8");
  const userId = Buffer.from(message.userId, "utf8");
  const privileges = [...message.privileges].sort(([a], [b]) => a - b);
  const bytes = Buffer.alloc(12 + 2 + roomId.length + 2 + userId.length + 2 + privileges.length * 6);
  let at = bytes.writeUInt32LE(message.nonce, 0);
  at = bytes.writeUInt32LE(message.issuedAt, at);
  at = bytes.writeUInt32LE(message.expireAt, at);
  for (const text of [roomId, userId]) {
    at = bytes.writeUInt16LE(text.length, at);
    at += text.copy(bytes, at);
  }
  at = bytes.writeUInt16LE(privileges.length, at);
  for (const [privilege, expireAt] of privileges) {
    at = bytes.writeUInt16LE(privilege, at);
    at = bytes.writeUInt32LE(expireAt, at);
  }
  return bytes;
}

/** @throws TokenFormatError when a length points past the end, a text is not UTF-8, or bytes are left over. */
export function decodeMessage(bytes: Uint8Array): TokenMessage {
  const reader = new Reader(bytes, "the message");
  const nonce = reader.u32("nonce");
  const issuedAt = reader.u32("issuedAt");
  const expireAt = reader.u32("expireAt");
  const roomId = reader.text("roomId");
  const userId = reader.text("userId");
  const count = reader.u16("the number of privileges");
  const privileges = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    const privilege = reader.u16("a privilege");
    // Which of two times would count is anybody's guess, so no generator can have meant it.
    if (privileges.has(privilege)) throw new TokenFormatError(`privilege ${privilege} is listed twice`);
    privileges.set(privilege, reader.u32(`the time of privilege ${privilege}`));
  }
  reader.end();
  return { nonce, issuedAt, expireAt, roomId, userId, privileges };
}

/** Joins version, AppId, message and signature to the string that clients carry. */
export function encodeToken(appId: string, message: Uint8Array, signature: Uint8Array): string {
  const content = Buffer.alloc(4 + message.length + signature.length);
  let at = content.writeUInt16LE(message.length, 0);
  content.set(message, at);
  at = content.writeUInt16LE(signature.length, at + message.length);
  content.set(signature, at);
  return `${TOKEN_VERSION}${appId}${content.toString("base64")}`;
}

/**
 * Takes a token apart without judging its signature.
 *
 * Only the one canonical spelling of a token is read: Node's Base64 decoder would also take URL-safe letters, white
 * space and stray bits, and then one token could be written in many ways.
 *
 * @throws TokenFormatError that says what is wrong with the string
 */
export function decodeToken(token: string): { appId: string; message: Uint8Array; signature: Uint8Array } {
  if (!token.startsWith(TOKEN_VERSION)) {
    throw new TokenFormatError(`a token begins with "${TOKEN_VERSION}", this one does not`);
  }
  const head = TOKEN_VERSION.length + APP_ID_LENGTH;
  if (token.length <= head) throw new TokenFormatError("it ends before its signed content: it was cut off");
  const appId = token.slice(TOKEN_VERSION.length, head);
  if (!APP_ID_PATTERN.test(appId)) throw new TokenFormatError("the AppId in it has characters that no AppId has");
  const text = token.slice(head);
  const content = Buffer.from(text, "base64");
  if (content.toString("base64") !== text) {
    throw new TokenFormatError(
      "its content is not standard Base64 (letters, digits, + and /, padded with =): it was cut off or altered on the way",
    );
  }
  const reader = new Reader(content, "the content");
  const message = reader.bytes("the message");
  const signature = reader.bytes("the signature");
  reader.end();
  return { appId, message, signature };
}

/** Reads little-endian fields and complains in words when one reaches past the end. */
class Reader {
  private at = 0;
  private readonly view: DataView;

  constructor(
    private readonly source: Uint8Array,
    private readonly where: string,
  ) {
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  }

  u16(field: string): number {
    return this.view.getUint16(this.take(2, field), true);
  }

  u32(field: string): number {
    return this.view.getUint32(this.take(4, field), true);
  }

  bytes(field: string): Uint8Array {
    const length = this.u16(field);
    const start = this.take(length, field);
    return this.source.subarray(start, start + length);
  }

  text(field: string): string {
    const bytes = this.bytes(field);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw new TokenFormatError(`${field} is not UTF-8`, { cause });
    }
  }

  end(): void {
    const left = this.source.length - this.at;
    if (left > 0) throw new TokenFormatError(`${left} bytes too many follow ${this.where}`);
  }

  private take(length: number, field: string): number {
    const start = this.at;
    if (start + length > this.source.length) {
      throw new TokenFormatError(`${field} reaches past the end of ${this.where}: the token was cut off or altered`);
    }
    this.at = start + length;
    return start;
  }
}
