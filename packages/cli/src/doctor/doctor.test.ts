import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listen, RtcService } from "@lianmai/server";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Diagnosis, type DoctorOptions, diagnose } from "../commands/doctor.js";
import { freeMediaPorts, freePort } from "../dev/ports.js";
import { checkCertificate } from "./check-certificate.js";
import { checkDisk, judgeOpenFiles, judgeSpace } from "./check-machine.js";

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
const GOOD = { "tls.certificate": fixture("good.cert.pem"), "tls.key": fixture("good.key.pem") };

let folder: string;
let port: number;
let mediaPort: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-doctor-"));
  port = await freePort();
  mediaPort = await freeMediaPorts(2, 24_000 + Math.floor(port / 4));
});
afterEach(() => rm(folder, { recursive: true }));

async function look(changes: DoctorOptions["overrides"] = {}, others: Partial<DoctorOptions> = {}) {
  const diagnoses = await diagnose({
    overrides: { host: "127.0.0.1", port, "media.port": mediaPort, "media.workers": 2, ...changes },
    env: {},
    cwd: folder,
    dataDir: folder,
    json: true,
    ...others,
  });
  return Object.fromEntries(diagnoses.map((one) => [one.id, one])) as Record<string, Diagnosis>;
}

test("finds nothing wrong where nothing is, and leaves nothing behind", async () => {
  const found = await look();
  expect(Object.values(found).filter(({ status }) => status === "problem")).toEqual([]);
  expect(Object.keys(found)).toEqual([
    "settings",
    "http-port",
    "media-ports",
    "announced-address",
    "certificate",
    "database",
    "worker",
    "disk",
    "clock",
    "open-files",
  ]);
  expect(found.worker).toMatchObject({ status: "ok", message: expect.stringContaining("mediasoup 3.") });
  // The ports are free again.
  expect((await look())["media-ports"]?.status).toBe("ok");
});

describe("ports", () => {
  test("that another program holds are problems, with the fix", async () => {
    const tcp = createServer().listen(port, "127.0.0.1");
    await once(tcp, "listening");
    const udp = createSocket("udp4");
    udp.bind(mediaPort + 1, "127.0.0.1");
    await once(udp, "listening");
    const found = await look();
    expect(found["http-port"]).toMatchObject({
      status: "problem",
      message: expect.stringContaining(`TCP 127.0.0.1:${port} is in use`),
      fix: expect.stringContaining("ss -lntup"),
    });
    expect(found["media-ports"]).toMatchObject({
      status: "problem",
      message: expect.stringContaining(`UDP 127.0.0.1:${mediaPort + 1} is in use`),
    });
    tcp.close();
    udp.close();
  });

  test("that the service itself holds are well", async () => {
    const service = await RtcService.start({
      dataDir: folder,
      media: { listenIps: [{ ip: "127.0.0.1" }], basePort: mediaPort, workers: 2 },
      logger: pino({ level: "silent" }),
    });
    const listener = await listen({ host: "127.0.0.1", port, handlers: [service] });
    const found = await look({ "media.announce": "127.0.0.1" });
    expect(found["http-port"]).toMatchObject({ status: "ok", message: expect.stringContaining("running") });
    expect(found["media-ports"]?.status).toBe("ok");
    expect(found["announced-address"]?.status).toBe("ok");
    expect(found.database).toMatchObject({ status: "ok", message: expect.stringContaining("lianmai.db") });
    await service.close();
    await listener.close();
  });

  test("on an address that the machine does not have are problems", async () => {
    const found = await look({ host: "198.51.100.77" });
    expect(found["http-port"]).toMatchObject({ status: "problem", message: expect.stringContaining("no address") });
  });
});

describe("the announced address", () => {
  test("is tried from here", async () => {
    expect((await look({ "media.announce": "127.0.0.1" }))["announced-address"]?.status).toBe("ok");
    // Nothing of ours listens there.
    const elsewhere = (await look({ "media.announce": "127.0.0.9" }))["announced-address"];
    expect(elsewhere).toMatchObject({
      status: "problem",
      message: expect.stringContaining("does not reach itself at 127.0.0.9"),
      fix: expect.stringContaining("firewall"),
    });
  });

  test("that has no address in the DNS is a problem", async () => {
    const found = await look({ "media.announce": "no-such-host.invalid" });
    expect(found["announced-address"]).toMatchObject({ status: "problem", message: expect.stringContaining("DNS") });
  });
});

describe("the certificate", () => {
  test("is good for its name", async () => {
    const found = await look(GOOD, { name: "rtc.example.com" });
    expect(found.certificate).toMatchObject({ status: "ok", message: expect.stringContaining("2120-01-01") });
  });

  test("is a problem when it has expired, is for another name, or has another key", async () => {
    const expired = { "tls.certificate": fixture("expired.cert.pem"), "tls.key": fixture("expired.key.pem") };
    expect((await look(expired)).certificate).toMatchObject({
      status: "problem",
      message: expect.stringContaining("expired on 20"),
      fix: expect.stringContaining("Renew"),
    });
    expect((await look(GOOD, { name: "other.example.com" })).certificate).toMatchObject({
      status: "problem",
      message: "the certificate is not for other.example.com but for rtc.example.com",
    });
    const mixed = { ...GOOD, "tls.key": fixture("expired.key.pem") };
    expect((await look(mixed)).certificate).toMatchObject({ message: expect.stringContaining("not that of the") });
    const none = { ...GOOD, "tls.key": join(folder, "none.pem") };
    expect((await look(none)).certificate).toMatchObject({ message: expect.stringContaining("ENOENT") });
  });

  test("is a warning shortly before its end, and a problem before its begin", () => {
    const question = { certificate: GOOD["tls.certificate"], key: GOOD["tls.key"], name: undefined, host: "0.0.0.0" };
    const at = (now: string) => checkCertificate({ ...question, now: Date.parse(now) });
    expect(at("2119-12-25")).toMatchObject({ status: "warning", message: expect.stringContaining("ends on") });
    expect(at("2019-12-25")).toMatchObject({ status: "problem", message: expect.stringContaining("not valid before") });
    expect(at("2060-01-01").status).toBe("ok");
    expect(checkCertificate({ ...question, certificate: null, now: 0 })).toMatchObject({ status: "warning" });
  });
});

describe("the database", () => {
  test("that is damaged, no database or newer is a problem", async () => {
    await writeFile(join(folder, "lianmai.db"), "this is a text file, not a database ".repeat(200));
    expect((await look()).database).toMatchObject({
      status: "problem",
      message: expect.stringContaining("lianmai.db is no database or is damaged"),
      fix: expect.stringContaining("put a copy of it back"),
    });
  });

  test("in which a page was overwritten is a problem", async () => {
    const service = await RtcService.start({
      dataDir: folder,
      media: { listenIps: [{ ip: "127.0.0.1" }], basePort: mediaPort, workers: 1 },
      logger: pino({ level: "silent" }),
    });
    await service.close();
    const file = join(folder, "lianmai.db");
    const bytes = await readFile(file);
    // All but the first page, which only says that it is a database.
    bytes.fill(0x5a, 4096);
    await writeFile(file, bytes);
    // With the log there, SQLite would mend the file from it. What it says without depends on how much was in the log.
    for (const log of ["-wal", "-shm"]) await rm(file + log, { force: true });
    const found = (await look()).database;
    expect(`${found?.status}: ${found?.message}, ${found?.fix}`).toMatch(
      /^problem: .*lianmai\.db (is no database or is damaged|cannot be used, disk I\/O error)/,
    );
  });
});

test("settings that cannot be used are told with their names", async () => {
  const config = join(folder, "lianmai.jsonc");
  await writeFile(config, '{ "prot": 1 }');
  const [finding, ...others] = await diagnose({
    config,
    overrides: {},
    env: {},
    cwd: folder,
    dataDir: folder,
    json: false,
  });
  expect(finding).toMatchObject({ id: "settings", status: "problem", message: expect.stringContaining("prot") });
  expect(others).toEqual([]);
});

test("space, and files that may be open, are held against what is needed", async () => {
  expect((await checkDisk(join(folder, "not", "there", "yet"))).message).toMatch(/ (GB|MB) are free on the disk of /);
  expect(judgeSpace(100 * 1024 ** 2, "/data")).toMatchObject({
    status: "problem",
    fix: expect.stringContaining("dataDir"),
  });
  expect(judgeSpace(1024 ** 3, "/data").status).toBe("warning");
  expect(judgeSpace(1024 ** 4, "/data").status).toBe("ok");
  expect(judgeOpenFiles(1024, 10_000)).toMatchObject({
    status: "problem",
    fix: expect.stringContaining("LimitNOFILE"),
  });
  expect((await look({ "limits.sockets": 1_000_000 }))["open-files"]?.status).toBe("problem");
});
