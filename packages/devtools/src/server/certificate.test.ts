import { X509Certificate } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { phoneCertificate } from "./certificate.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-certificate-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("it names localhost and every address, and only its owner may read the key", async () => {
  const made = await phoneCertificate(folder, { addresses: ["192.0.2.7", "2001:db8::7"], names: ["phone.example"] });
  const parsed = new X509Certificate(made.cert);
  expect(made.renewed).toBe(true);
  expect(parsed.checkHost("localhost")).toBe("localhost");
  expect(parsed.checkHost("phone.example")).toBe("phone.example");
  for (const address of ["127.0.0.1", "::1", "192.0.2.7", "2001:db8::7"]) {
    expect(parsed.checkIP(address), address).toBe(address);
  }
  expect(parsed.fingerprint256).toBe(made.fingerprint);
  const [name] = await readdir(folder);
  expect((await stat(join(folder, name ?? ""))).mode & 0o777).toBe(0o600);
});

test("a TLS server starts with it and a client that trusts it connects", async () => {
  const { key, cert } = await phoneCertificate(folder, { addresses: [] });
  const server = createServer({ key, cert }, (_, response) => response.end("ok"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const status = await new Promise((resolve, reject) => {
    get({ host: "localhost", port, ca: cert, family: 4 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on("error", reject);
  });
  server.close();
  expect(status).toBe(200);
});

test("it is kept while it fits, and made anew for a new address, near its end, and when the file is broken", async () => {
  const addresses = ["192.0.2.7"];
  const first = await phoneCertificate(folder, { addresses });
  const again = await phoneCertificate(folder, { addresses });
  expect(again).toEqual({ ...first, renewed: false });

  const fewer = await phoneCertificate(folder, { addresses: [] });
  expect(fewer.fingerprint).toBe(first.fingerprint);

  const moved = await phoneCertificate(folder, { addresses: [...addresses, "192.0.2.8"] });
  expect(moved.renewed).toBe(true);

  const nearEnd = await phoneCertificate(folder, { addresses, now: Date.now() + 352 * 86_400_000 });
  expect(nearEnd.renewed).toBe(true);

  const [name] = await readdir(folder);
  await writeFile(join(folder, name ?? ""), "broken");
  expect((await phoneCertificate(folder, { addresses })).renewed).toBe(true);
});
