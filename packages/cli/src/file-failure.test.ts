import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exitCodeOf } from "./errors.js";
import { fileFailure } from "./file-failure.js";

let folder: string;
beforeEach(async () => {
  vi.stubEnv("LC_ALL", "C");
  folder = await mkdtemp(join(tmpdir(), "lianmai-files-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const failureOf = (work: Promise<unknown>) => work.then(() => undefined, fileFailure);
const system = (code: string, more: object = {}) => Object.assign(new Error(`${code}: refused`), { code, ...more });

describe("what the file system refuses", () => {
  it.runIf(process.platform === "linux")("is a full disk, by its own code", async () => {
    const failure = await failureOf(writeFile("/dev/full", "text"));
    expect(failure?.code).toBe("disk-full");
    expect(failure?.message).toMatch(/disk is full.*Free some space/);
  });

  it("is a file where a folder is needed", async () => {
    await writeFile(join(folder, "file"), "");
    const failure = await failureOf(mkdir(join(folder, "file", "inside"), { recursive: true }));
    expect(failure?.message).toContain(join(folder, "file"));
    expect(failure?.message).toMatch(/Move it away/);
    expect(exitCodeOf(failure)).toBe(1);
  });

  it("is a folder of somebody else's", () => {
    const failure = fileFailure(system("EACCES", { path: "/srv/data", syscall: "mkdir" }));
    expect(failure?.message).toMatch(/may not use \/srv\/data .*permissions/);
  });

  it("is nothing else: ports, programs and faults of ours keep what they say", () => {
    expect(fileFailure(system("EACCES", { syscall: "listen", port: 80 }))).toBeUndefined();
    expect(fileFailure(system("EACCES", { syscall: "spawn npm", path: "npm" }))).toBeUndefined();
    expect(fileFailure(new TypeError("x is not a function"))).toBeUndefined();
    expect(fileFailure("text")).toBeUndefined();
  });
});
