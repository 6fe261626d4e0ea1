import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ADMIN,
  APP_KEY,
  type ProgramServer,
  sha256,
  smallProgram,
  startProgramServer,
} from "./testing/program-server.js";

let server: ProgramServer;
beforeEach(async () => {
  server = await startProgramServer();
});
afterEach(() => server.close());

const commit = (program: ReadonlyMap<string, Buffer>, version?: string) =>
  server.ask("POST", "/versions", {
    version,
    changeLog: "",
    files: server.listOf(program),
    hash: sha256(Buffer.concat([...program.values()])),
  });

describe("an upload", () => {
  it("becomes a version, numbered after the last one", async () => {
    expect(await server.upload(smallProgram("one"))).toBe("1.0.0");
    expect(await server.upload(smallProgram("two"))).toBe("1.0.1");
    expect(await server.upload(smallProgram("three"), "2.0.0")).toBe("2.0.0");
    const { json } = await server.ask("GET", "");
    expect(json).toMatchObject({ appid: "tt0123", name: "Demo" });
    expect((json.versions as { version: string }[]).map(({ version }) => version)).toEqual(["2.0.0", "1.0.1", "1.0.0"]);
  });

  it("sends only what the server does not have", async () => {
    await server.upload(smallProgram("one"));
    // Page, frame and script differ; worker, manifest and runtime are the same, and so is the frame's content.
    expect(await server.send(smallProgram("two"))).toBe(2);
  });

  it("that was interrupted publishes nothing, and goes on where it stopped", async () => {
    const program = smallProgram("one");
    const total = new Set(Object.values(server.listOf(program)).map((file) => file.sha256)).size;
    await server.send(program, 2);
    const refused = await commit(program);
    expect(refused).toMatchObject({ status: 409, json: { error: { message: expect.stringMatching(/Upload again/) } } });
    expect((await server.ask("GET", "")).status).toBe(404);
    expect(await server.send(program)).toBe(total - 2);
    expect((await commit(program)).status).toBe(201);
  });

  it("that breaks off in the middle of a file leaves nothing of the file", async () => {
    const content = randomBytes(200_000);
    const digest = sha256(content);
    const broken = request(`${server.url}/api/programs/tt0123/files/${digest}`, {
      method: "PUT",
      headers: { ...ADMIN, "content-length": content.length },
    });
    const ended = new Promise((resolve) => broken.once("error", resolve).once("close", resolve));
    await new Promise<void>((resolve) => broken.write(content.subarray(0, 100_000), () => resolve()));
    broken.destroy();
    await ended;
    const files = { "sw.js": { sha256: digest, size: content.length } };
    expect((await server.ask("POST", "/files", { files })).json).toEqual({ missing: [digest] });
    expect((await server.ask("PUT", `/files/${digest}`, content)).status).toBe(201);
    expect((await server.ask("POST", "/files", { files })).json).toEqual({ missing: [] });
  });

  it("refuses a file that is not what its digest says", async () => {
    const digest = sha256(Buffer.from("right"));
    const { status, json } = await server.ask("PUT", `/files/${digest}`, Buffer.from("wrong"));
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { code: "damaged" } });
    expect((await server.ask("POST", "/files", { files: { "sw.js": { sha256: digest, size: 5 } } })).json).toEqual({
      missing: [digest],
    });
  });

  it("may be repeated when its answer was lost", async () => {
    const program = smallProgram("one");
    await server.upload(program, "1.0.0");
    expect(await commit(program, "1.0.0")).toMatchObject({ status: 201, json: { version: "1.0.0" } });
    expect((await server.ask("GET", "")).json.versions).toHaveLength(1);
  });
});

describe("two uploads at once", () => {
  it("both become versions when neither names one", async () => {
    const programs = [smallProgram("one"), smallProgram("two"), smallProgram("three")];
    await Promise.all(programs.map((program) => server.send(program)));
    const answers = await Promise.all(programs.map((program) => commit(program)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(answers.map(({ json }) => json.version).sort()).toEqual(["1.0.0", "1.0.1", "1.0.2"]);
  });

  it("of one version: one wins, the other is told", async () => {
    const programs = [smallProgram("one"), smallProgram("two")];
    await Promise.all(programs.map((program) => server.send(program)));
    const answers = await Promise.all(programs.map((program) => commit(program, "1.0.0")));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({
      error: { code: "conflict", message: expect.stringMatching(/Choose another version/) },
    });
    expect((await server.ask("GET", "")).json.versions).toHaveLength(1);
  });
});

describe("what is refused", () => {
  it.each([
    ["as it is", `const key = "${APP_KEY}";`],
    ["in base64", Buffer.from(APP_KEY).toString("base64")],
    ["in base64 within a longer text", Buffer.from(`${APP_KEY}!!`).toString("base64")],
  ])("a program that holds the app key, %s", async (_how, text) => {
    const program = smallProgram("one", { "r/00112233445566aa/extra.js": text });
    await server.send(program);
    const { status, json } = await commit(program);
    expect(status).toBe(422);
    expect(json).toMatchObject({ error: { code: "holds-key", message: expect.stringMatching(/AppKey.*extra\.js/) } });
    expect((await server.ask("GET", "")).status).toBe(404);
  });

  it("files that lianmai build did not make", async () => {
    const program = new Map([["index.html", Buffer.from("<html></html>")]]);
    await server.send(program);
    expect(await commit(program)).toMatchObject({ status: 400 });
  });

  it.each(["../x", "v/00112233445566aa/../../x", "/etc/passwd", "other.html", "v/00112233445566aa/.hidden"])(
    "the path %s",
    async (path) => {
      const files = { [path]: { sha256: sha256(Buffer.from("")), size: 0 } };
      expect((await server.ask("POST", "/files", { files })).status).toBe(400);
    },
  );

  it("too much", async () => {
    const files = { "sw.js": { sha256: sha256(Buffer.from("")), size: 30 * 1024 * 1024 } };
    const { status, json } = await server.ask("POST", "/files", { files });
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toMatch(/30\.0 MB.*20\.0 MB at most/);
  });

  it("everything of who is not signed in", async () => {
    for (const [method, path] of [
      ["GET", ""],
      ["POST", "/tt0123/files"],
      ["PUT", `/tt0123/files/${"0".repeat(64)}`],
      ["POST", "/tt0123/versions"],
      ["POST", "/tt0123/releases"],
    ]) {
      const answer = await fetch(`${server.url}/api/programs${path}`, {
        method: method ?? "",
        body: method === "GET" ? null : "{}",
      });
      expect(answer.status).toBe(401);
    }
  });
});

// A small disk of its own needs the right to mount one.
describe.skipIf(process.getuid?.() !== 0 || process.platform !== "linux")("a full disk", () => {
  let disk: string;
  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), "lianmai-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]);
  });
  afterEach(async () => {
    // SQLite lets go of its files a little after it was closed.
    execFileSync("umount", ["--lazy", disk]);
    await rm(disk, { recursive: true, force: true });
  });

  it("is said with what to do, leaves nothing half, and once there is space the upload goes on", async () => {
    const small = await startProgramServer({ folder: disk });
    try {
      const big = smallProgram("one", { "v/00112233445566aa/film.mp4": randomBytes(900_000).toString("latin1") });
      const { json } = await small.ask("POST", "/files", { files: small.listOf(big) });
      const answers = [];
      for (const digest of json.missing as string[]) {
        const content = [...big.values()].find((one) => sha256(one) === digest);
        answers.push(await small.ask("PUT", `/files/${digest}`, content));
      }
      const refused = answers.filter(({ status }) => status !== 201);
      expect(refused.length).toBeGreaterThan(0);
      for (const one of refused) {
        expect(one).toMatchObject({ status: 507, json: { error: { code: "disk-full" } } });
        expect(JSON.stringify(one.json)).toMatch(/Free some space/);
      }
      expect((await small.ask("GET", "")).status).toBe(404);
      execFileSync("mount", ["-o", "remount,size=16m", disk]);
      expect(await small.upload(big)).toBe("1.0.0");
    } finally {
      await small.close();
    }
  });
});
