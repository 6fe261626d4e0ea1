import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import { Privilege } from "./privileges.js";
import {
  APP_ID_LENGTH,
  APP_ID_PATTERN,
  decodeMessage,
  decodeToken,
  encodeMessage,
  encodeToken,
  SIGNATURE_BYTES,
  type TokenMessage,
} from "./token-format.js";

const MAX_U32 = 0xffff_ffff;
const MAX_U16 = 0xffff;

export interface AccessTokenOptions {
  /** 24 characters. */
  appId: string;
  /** The room that the token is for; `*` = any room; `""` = no room, only messages outside rooms. */
  roomId: string;
  userId: string;
  /** Unix seconds after which the token is of no use; 0 = never. Default: 24 hours from `issuedAt`. */
  expireAt?: number;
  /** Unix seconds. Default: now. */
  issuedAt?: number;
  /** Only makes two tokens differ. Default: random. */
  nonce?: number;
}

/**
 * A join token of version 001: who may enter which room of which app, until when, and what for.
 *
 * @example
 * const token = new AccessToken({ appId, roomId: "room-1", userId: "alice" })
 *   .grant(Privilege.PublishStream)
 *   .grant(Privilege.SubscribeStream)
 *   .serialize(appKey);
 */
export class AccessToken implements TokenMessage {
  readonly appId: string;
  readonly roomId: string;
  readonly userId: string;
  readonly nonce: number;
  readonly issuedAt: number;
  readonly expireAt: number;
  readonly #privileges = new Map<number, number>();
  /** The bytes that were signed, on a token that was parsed: re-encoding could differ from what the signer saw. */
  #signed: { message: Uint8Array; signature: Uint8Array } | undefined;

  /** @throws RangeError when a field does not fit its place in the token */
  constructor(options: AccessTokenOptions) {
    this.appId = options.appId;
    this.roomId = options.roomId;
    this.userId = options.userId;
    this.nonce = options.nonce ?? randomInt(1, 100_000_000);
    this.issuedAt = options.issuedAt ?? Math.floor(Date.now() / 1000);
    this.expireAt = options.expireAt ?? this.issuedAt + 24 * 3600;
    if (!APP_ID_PATTERN.test(this.appId)) {
      throw new RangeError(`appId must be ${APP_ID_LENGTH} characters out of ASCII, got "${this.appId}"`);
    }
    for (const field of ["nonce", "issuedAt", "expireAt"] as const) checkU32(field, this[field]);
    for (const field of ["roomId", "userId"] as const) {
      if (Buffer.byteLength(this[field], "utf8") > MAX_U16)
        throw new RangeError(`${field} may have at most 65,535 bytes`);
    }
  }

  /** Until when each privilege is granted, by its number: Unix seconds, 0 = never ends. */
  get privileges(): ReadonlyMap<number, number> {
    return this.#privileges;
  }

  /**
   * Grants a privilege. `PublishStream` brings audio, video and data with it.
   *
   * @param expireAt Unix seconds; 0 = until the token ends, which is the default
   * @throws RangeError when `privilege` or `expireAt` does not fit its place in the token
   */
  grant(privilege: Privilege, expireAt = 0): this {
    checkU32("expireAt", expireAt);
    if (!Object.values(Privilege).includes(privilege)) {
      throw new RangeError(`privilege must be one of 0 to 4, got ${String(privilege)}`);
    }
    const granted =
      privilege === Privilege.PublishStream
        ? [Privilege.PublishStream, Privilege.PublishAudio, Privilege.PublishVideo, Privilege.PublishData]
        : [privilege];
    for (const each of granted) this.#privileges.set(each, expireAt);
    this.#signed = undefined;
    return this;
  }

  /**
   * The token as the client presents it, signed with the app's key.
   *
   * @throws TypeError when the key is empty
   */
  serialize(appKey: string): string {
    if (appKey === "") throw new TypeError("appKey is empty; it is the app's 32 character secret");
    const message = encodeMessage(this);
    return encodeToken(this.appId, message, sign(message, appKey));
  }

  /**
   * Reads a token. The signature is not checked: use {@link verify} or `explainToken` before believing anything in it.
   *
   * @throws TokenFormatError that says what is wrong with the string
   */
  static parse(token: string): AccessToken {
    const { appId, message, signature } = decodeToken(token);
    const fields = decodeMessage(message);
    const parsed = new AccessToken({ ...fields, appId });
    for (const [privilege, expireAt] of fields.privileges) parsed.#privileges.set(privilege, expireAt);
    parsed.#signed = { message, signature };
    return parsed;
  }

  /**
   * Whether this parsed token was signed with `appKey`, byte for byte as it arrived. The comparison takes the same
   * time wherever the signatures differ.
   *
   * @returns false also for a token that was made here and not parsed: it has no signature to check
   */
  verify(appKey: string): boolean {
    if (this.#signed === undefined || this.#signed.signature.length !== SIGNATURE_BYTES) return false;
    return timingSafeEqual(sign(this.#signed.message, appKey), this.#signed.signature);
  }
}

function sign(message: Uint8Array, appKey: string): Buffer {
  return createHmac("sha256", Buffer.from(appKey, "utf8")).update(message).digest();
}

function checkU32(field: string, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value > MAX_U32) {
    throw new RangeError(`${field} must be a whole number from 0 to ${MAX_U32}, got ${value}`);
  }
}
