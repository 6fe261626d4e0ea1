import { createHmac, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const BINDING_REQUEST = 0x0001;
const MAGIC_COOKIE = 0x2112a442;
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const PRIORITY = 0x0024;
const USE_CANDIDATE = 0x0025;
const FINGERPRINT = 0x8028;
const ICE_CONTROLLING = 0x802a;
const FINGERPRINT_XOR = 0x5354554e;

/**
 * A STUN binding request of a controlling ICE agent that nominates this pair (RFC 8489, RFC 8445).
 *
 * @param {object} remote The ICE parameters of the one that it is sent to.
 * @param {string} remote.usernameFragment
 * @param {string} remote.password
 * @param {string} localUsernameFragment Ours; any will do towards an ICE-lite agent.
 */
export function bindingRequest(remote, localUsernameFragment) {
  const attributes = [
    attribute(USERNAME, Buffer.from(`${remote.usernameFragment}:${localUsernameFragment}`)),
    attribute(PRIORITY, uint32(0x7e0000ff)),
    attribute(ICE_CONTROLLING, randomBytes(8)),
    attribute(USE_CANDIDATE, Buffer.alloc(0)),
  ];
  const transactionId = randomBytes(12);
  // Each check covers the header with the length as it is once that check itself is in the message.
  const unsigned = message(transactionId, attributes, 24);
  attributes.push(attribute(MESSAGE_INTEGRITY, createHmac("sha1", remote.password).update(unsigned).digest()));
  const unmarked = message(transactionId, attributes, 8);
  attributes.push(attribute(FINGERPRINT, uint32((crc32(unmarked) ^ FINGERPRINT_XOR) >>> 0)));
  return message(transactionId, attributes, 0);
}

function message(transactionId, attributes, extraLength) {
  const body = Buffer.concat(attributes);
  const header = Buffer.alloc(8);
  header.writeUInt16BE(BINDING_REQUEST, 0);
  header.writeUInt16BE(body.length + extraLength, 2);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  return Buffer.concat([header, transactionId, body]);
}

function attribute(type, value) {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(value.length, 2);
  return Buffer.concat([header, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}
