import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { buildMembers } from "../core/definition.js";
import { call, callBack } from "../testing/call.js";
import { TestEnvironment } from "../testing/environment.js";
import { decodeBytes, ENCODINGS, encodeText } from "./encodings.js";
import { FileSystem } from "./file-system.js";
import { filesTopic } from "./index.js";

type Manager = Record<string, (...args: unknown[]) => unknown>;

describe("files", () => {
  let environment: TestEnvironment;
  let api: Record<string, unknown>;
  let manager: Manager;
  let files: FileSystem;
  beforeEach(() => {
    environment = new TestEnvironment();
    files = new FileSystem(environment.host.files);
    api = buildMembers(filesTopic(environment, files), environment);
    manager = call(api, "getFileSystemManager") as Manager;
  });
  const run = (name: string, ...args: unknown[]) => manager[name]?.(...args);

  it("write, append, read in parts, in every encoding", () => {
    run("writeFileSync", "ttfile://user/a.txt", "中文", "utf8");
    run("appendFileSync", "ttfile://user/a.txt", "!");
    expect(run("readFileSync", "ttfile://user/a.txt", "utf-8")).toBe("中文!");
    expect(run("readFileSync", "ttfile://user/a.txt", "utf8", 3, 3)).toBe("文");
    expect(run("readFileSync", "ttfile://user/a.txt", "hex", 6)).toBe("21");
    const bytes = run("readFileSync", "ttfile://user/a.txt") as ArrayBuffer;
    expect(bytes).toBeInstanceOf(ArrayBuffer);
    new Uint8Array(bytes)[0] = 0;
    expect(run("readFileSync", "ttfile://user/a.txt", "utf8")).toBe("中文!");
    expect(() => run("readFileSync", "ttfile://user/a.txt", "utf8", 7)).toThrow("within the 7 bytes");
    expect(() => run("readFileSync", "ttfile://user/a.txt", "utf7")).toThrow("params.encoding should be one of");
  });

  it("turn every text that an encoding has into bytes and back", () => {
    for (const encoding of ENCODINGS) {
      const bytes = ["base64", "hex", "latin1", "binary"].includes(encoding)
        ? fc.uint8Array()
        : fc
            .string({ unit: encoding === "ascii" ? "grapheme-ascii" : "grapheme" })
            .map((text) => encodeText(text, encoding));
      fc.assert(
        fc.property(bytes, (data) => {
          expect([...encodeText(decodeBytes(data, encoding), encoding)]).toEqual([...data]);
        }),
      );
    }
    expect(decodeBytes(new Uint8Array(100_000).fill(65), "latin1")).toHaveLength(100_000);
  });

  it("live in folders", () => {
    expect(() => run("writeFileSync", "ttfile://user/a/b/c.txt", "x")).toThrow(
      'writeFileSync:fail no such file or directory, access "ttfile://user/a/b/c.txt"',
    );
    run("mkdirSync", "ttfile://user/a/b", true);
    run("writeFileSync", "ttfile://user/a/./b/../b/c.txt", "xyz");
    expect(run("readdirSync", "ttfile://user/a/b/")).toEqual(["c.txt"]);
    expect(run("readdirSync", "ttfile://user")).toEqual(["a"]);
    expect(() => run("mkdirSync", "ttfile://user/a")).toThrow("file already exists");
    expect(() => run("rmdirSync", "ttfile://user/a")).toThrow("directory not empty");
    expect(() => run("unlinkSync", "ttfile://user/a")).toThrow("operation not permitted");
    run("renameSync", "ttfile://user/a", "ttfile://user/z");
    expect(run("readFileSync", "ttfile://user/z/b/c.txt", "utf8")).toBe("xyz");
    const stats = run("statSync", "ttfile://user/z", true) as {
      path: string;
      stats: { size: number; isFile(): boolean };
    }[];
    expect(stats.map(({ path, stats }) => [path, stats.size, stats.isFile()])).toEqual([
      ["/", 0, false],
      ["/b", 0, false],
      ["/b/c.txt", 3, true],
    ]);
    run("rmdirSync", "ttfile://user/z", true);
    expect(run("readdirSync", "ttfile://user")).toEqual([]);
  });

  it("cannot leave the two roots, nor change temporary files", () => {
    for (const path of ["/etc/passwd", "ttfile://user/../../x", "ttfile://other/x", "", "ttfile://users/x"]) {
      expect(() => run("accessSync", path), path).toThrow(/permission denied|should be/);
    }
    const path = files.writeTemporary(new Uint8Array([1]), "image/png", "png");
    expect(path).toMatch(/^ttfile:\/\/temp\/.*\.png$/);
    expect(() => run("unlinkSync", path)).toThrow("permission denied");
  });

  it("save temporary files, list and remove them", async () => {
    const path = files.writeTemporary(new Uint8Array([1, 2]), "image/png", "png");
    expect(await callBack(api, "saveFile", { tempFilePath: path, filePath: "ttfile://user/p.png" })).toContainEqual([
      "success",
      { errMsg: "saveFile:ok", savedFilePath: "ttfile://user/p.png" },
    ]);
    expect(await call(api, "getSavedFileList")).toMatchObject({
      fileList: [{ filePath: "ttfile://user/p.png", size: 2, createTime: expect.any(Number) }],
    });
    expect(await call(api, "getFileInfo", { filePath: path, digestAlgorithm: "sha1" })).toEqual({
      errMsg: "getFileInfo:ok",
      size: 2,
      digest: "0ca623e2855f2c75c842ad302fe820e41b4d197d",
    });
    await call(api, "removeSavedFile", { filePath: "ttfile://user/p.png" });
    await expect(call(api, "removeSavedFile", { filePath: "ttfile://user/p.png" })).rejects.toMatchObject({
      errMsg: 'removeSavedFile:fail no such file or directory, access "ttfile://user/p.png"',
    });
  });

  it("answer in both forms with the same", async () => {
    await run("writeFile", { filePath: "ttfile://user/a", data: "b" });
    expect(await run("readFile", { filePath: "ttfile://user/a", encoding: "utf8" })).toEqual({
      errMsg: "readFile:ok",
      data: "b",
    });
    await expect(run("access", { path: "ttfile://user/none" })).rejects.toMatchObject({
      errMsg: 'access:fail no such file or directory, access "ttfile://user/none"',
    });
  });

  it("come out of archives, stored and deflated, but never beside the folder", async () => {
    run("writeFileSync", "ttfile://user/z.zip", zipOf({ "a/b.txt": "b".repeat(500), "c.txt": "c", "d/": "" }));
    await run("unzip", { zipFilePath: "ttfile://user/z.zip", targetPath: "ttfile://user/out" });
    expect(run("readFileSync", "ttfile://user/out/a/b.txt", "utf8")).toBe("b".repeat(500));
    expect(run("readFileSync", "ttfile://user/out/c.txt", "utf8")).toBe("c");
    expect(run("readdirSync", "ttfile://user/out")).toEqual(["a", "c.txt", "d"]);
    run("writeFileSync", "ttfile://user/bad.zip", zipOf({ "../x.txt": "x" }));
    const bad = run("unzip", { zipFilePath: "ttfile://user/bad.zip", targetPath: "ttfile://user/out" });
    await expect(bad).rejects.toMatchObject({ errMsg: "unzip:fail the archive leads out of its folder: ../x.txt" });
    run("writeFileSync", "ttfile://user/none.zip", "no archive at all, but long enough to look for its end");
    const none = run("unzip", { zipFilePath: "ttfile://user/none.zip", targetPath: "ttfile://user/out" });
    await expect(none).rejects.toMatchObject({ errMsg: "unzip:fail the file is no ZIP archive" });
  });

  it("become shorter and longer", () => {
    run("writeFileSync", "ttfile://user/a", "12345");
    run("truncateSync", "ttfile://user/a", 3);
    expect(run("readFileSync", "ttfile://user/a", "utf8")).toBe("123");
    run("truncateSync", "ttfile://user/a", 4);
    expect(run("readFileSync", "ttfile://user/a", "hex")).toBe("31323300");
  });

  it("are refused beyond 50 MB", () => {
    const large = new ArrayBuffer(30 * 1024 * 1024);
    run("writeFileSync", "ttfile://user/a", large);
    run("writeFileSync", "ttfile://user/a", large);
    expect(() => run("writeFileSync", "ttfile://user/b", large)).toThrow("the user's folder is full");
  });
});

/** A ZIP archive as tools write it: long texts deflated, short ones stored. */
function zipOf(files: Record<string, string>): ArrayBuffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const name = Buffer.from(path);
    const method = text.length > 100 ? 8 : 0;
    const data = method === 8 ? deflateRawSync(text) : Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(text.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, tail, name]));
    bodies.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(offset, 16);
  const whole = Buffer.concat([...bodies, ...directory, end]);
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength) as ArrayBuffer;
}
