import { X509Certificate } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";
import { lanAddresses, machineNames } from "./addresses.js";

/** What a TLS server is started with, PEM. */
export interface Certificate {
  key: string;
  cert: string;
  /** SHA-256 of the certificate, as browsers show it: pairs of upper-case digits with colons. */
  fingerprint: string;
  /** Whether it was made by this call; a browser then asks once more. */
  renewed: boolean;
}

const DAY = 86_400_000;
/** Phones of Apple refuse a certificate that is valid for more than 398 days. */
const VALID_DAYS = 365;
/** Renewed this long before the end, so that it does not run out during a day of work. */
const RENEW_DAYS = 14;

/**
 * Gives the self-signed certificate for phones in the same network: for `localhost`, the names of this machine and
 * all its addresses. It is kept, so that a phone asks only once, and made anew when an address is not in it or when
 * it is about to expire.
 * @param folder Where key and certificate are kept; made when missing, readable by its owner only.
 * @param options.addresses IP addresses that must be in it; by default those of this machine.
 * @param options.names Further host names that must be in it.
 */
export async function phoneCertificate(
  folder: string,
  options: { addresses?: readonly string[]; names?: readonly string[]; now?: number } = {},
): Promise<Certificate> {
  const now = options.now ?? Date.now();
  const names = [...new Set([...machineNames(), ...(options.names ?? [])])];
  const addresses = [...new Set(["127.0.0.1", "::1", ...(options.addresses ?? lanAddresses())])];
  const file = join(folder, "phone-certificate.pem");

  const kept = await readKept(file);
  if (kept && covers(kept.cert, names, addresses, now)) return describe(kept, false);

  const made = await generate([{ name: "commonName", value: "Lianmai dev" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(now - DAY),
    notAfterDate: new Date(now + VALID_DAYS * DAY),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  const pair = { key: made.private.trim(), cert: made.cert.trim() };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Key and certificate are one file that is moved into place: another start never reads a half or two halves that
  // do not belong together.
  const half = `${file}.${process.pid}`;
  await writeFile(half, `${pair.key}\n${pair.cert}\n`, { mode: 0o600 });
  await rename(half, file);
  return describe(pair, true);
}

interface KeyPair {
  key: string;
  cert: string;
}

async function readKept(file: string): Promise<KeyPair | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  const key = text?.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END [A-Z ]*PRIVATE KEY-----/)?.[0];
  const cert = text?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/)?.[0];
  return key && cert ? { key, cert } : undefined;
}

function covers(cert: string, names: string[], addresses: string[], now: number): boolean {
  try {
    const parsed = new X509Certificate(cert);
    if (Date.parse(parsed.validFrom) > now || Date.parse(parsed.validTo) < now + RENEW_DAYS * DAY) return false;
    return (
      names.every((name) => parsed.checkHost(name) !== undefined) &&
      addresses.every((address) => isIP(address) === 0 || parsed.checkIP(address) !== undefined)
    );
  } catch {
    return false;
  }
}

function describe(pair: KeyPair, renewed: boolean): Certificate {
  return { ...pair, fingerprint: new X509Certificate(pair.cert).fingerprint256, renewed };
}
