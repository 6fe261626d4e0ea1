import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileBelow, sendFile } from "./files.js";
import { findAsset } from "./project-assets.js";

let folder: string;
let root: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-files-"));
  root = join(folder, "project");
  await mkdir(join(root, "image"), { recursive: true });
  await mkdir(join(root, "node_modules/x"), { recursive: true });
  await writeFile(join(folder, "secret.png"), "secret");
  await writeFile(join(root, "image/a.png"), "0123456789");
  await writeFile(join(root, "image/empty.mp3"), "");
  await writeFile(join(root, "node_modules/x/a.png"), "x");
  await writeFile(join(root, ".hidden.png"), "x");
  await writeFile(join(root, "app.js"), "source");
  await symlink(join(folder, "secret.png"), join(root, "image/outside.png"));
  await symlink(folder, join(root, "up"));
  await symlink(join(root, "app.js"), join(root, "image/disguised.png"));
  await symlink(join(root, "image/a.png"), join(root, "image/inside.png"));
  server = createServer(async (request, response) => {
    const file = await fileBelow(root, (request.url ?? "").slice(1));
    if (!file || !(await sendFile(request, response, file, "revalidate"))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test("pictures of the project are found, by link as well", async () => {
  expect(await findAsset(root, "image/a.png")).toMatch(/image\/a\.png$/);
  expect(await findAsset(root, "image/inside.png")).toMatch(/image\/a\.png$/);
});

test.each([
  "../secret.png",
  "image/../../secret.png",
  "image/outside.png",
  "up/secret.png",
  "image/disguised.png",
  "/etc/passwd",
  "app.js",
  ".hidden.png",
  "node_modules/x/a.png",
  "image/missing.png",
  "image\\a.png",
  "image/a.png\0.js",
])("%s is not given out", async (path) => {
  expect(await findAsset(root, path)).toBeUndefined();
});

test("a whole file, part of it, and what did not change", async () => {
  const whole = await fetch(`${origin}/image/a.png`);
  expect([whole.status, whole.headers.get("content-type"), await whole.text()]).toEqual([
    200,
    "image/png",
    "0123456789",
  ]);

  const part = async (range: string) => {
    const answer = await fetch(`${origin}/image/a.png`, { headers: { range } });
    return [answer.status, answer.headers.get("content-range"), await answer.text()];
  };
  expect(await part("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
  expect(await part("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
  expect(await part("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
  expect(await part("bytes=5-100")).toEqual([206, "bytes 5-9/10", "56789"]);
  expect(await part("bytes=10-")).toEqual([416, "bytes */10", ""]);
  expect(await part("bytes=4-2")).toEqual([416, "bytes */10", ""]);
  expect(await part("lines=1-2")).toEqual([200, null, "0123456789"]);

  const tag = whole.headers.get("etag") ?? "";
  const again = await fetch(`${origin}/image/a.png`, { headers: { "if-none-match": tag } });
  expect(again.status).toBe(304);
});

test("an empty file is a whole answer and a folder is none", async () => {
  const empty = await fetch(`${origin}/image/empty.mp3`);
  expect([empty.status, await empty.text()]).toEqual([200, ""]);
  expect((await fetch(`${origin}/image`)).status).toBe(404);
});
