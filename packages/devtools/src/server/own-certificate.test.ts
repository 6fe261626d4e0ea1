import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { phoneCertificate } from "./certificate.js";
import { ownCertificate } from "./own-certificate.js";

let folder: string;
let files: { cert: string; key: string };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-own-"));
  const made = await phoneCertificate(join(folder, "made"), { addresses: [], names: ["phone.test"] });
  files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  await Promise.all([writeFile(files.cert, made.cert), writeFile(files.key, made.key)]);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a good one is used as it is", async () => {
  const own = await ownCertificate(files, { names: ["phone.test", "127.0.0.1"] });
  expect(own).toMatchObject({ renewed: false, cert: expect.stringContaining("BEGIN CERTIFICATE") });
});

test("an expired one is refused with the day, and how to make it anew", async () => {
  const later = Date.now() + 400 * 86_400_000;
  await expect(ownCertificate(files, { names: ["phone.test"], now: later })).rejects.toMatchObject({
    code: "bad-certificate",
    message: expect.stringMatching(/expired on \d{4}-\d\d-\d\d.*mkcert -cert-file .*cert\.pem .* phone\.test/),
  });
});

test("one for other names says which are in it", async () => {
  await expect(ownCertificate(files, { names: ["other.test"] })).rejects.toThrow(
    /is not for other\.test.*DNS:phone\.test.*--phone-host/,
  );
});

test("files that are missing, mixed up or of two different makes are told apart", async () => {
  await expect(ownCertificate({ ...files, cert: join(folder, "no.pem") })).rejects.toThrow(/no\.pem cannot be read/);
  await expect(ownCertificate({ cert: files.key, key: files.cert })).rejects.toThrow(/mixed up/);
  const other = await phoneCertificate(join(folder, "other"), { addresses: [] });
  await writeFile(files.key, other.key);
  await expect(ownCertificate(files)).rejects.toThrow(/key\.pem is not the key of/);
});
