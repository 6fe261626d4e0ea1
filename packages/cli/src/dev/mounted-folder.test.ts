import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Listener, listen } from "@lianmai/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MountedFolder } from "./mounted-folder.js";

let folder: string;
let listener: Listener;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-page-"));
  await writeFile(join(folder, "index.html"), "<h1>页面</h1>");
  listener = await listen({ host: "127.0.0.1", port: 0, handlers: [new MountedFolder("/page", folder)] });
  url = `http://127.0.0.1:${listener.port}`;
});
afterEach(async () => {
  await listener.close();
  await rm(folder, { recursive: true });
});

describe("a mounted folder", () => {
  it("answers with its page, also when the slash is forgotten", async () => {
    for (const path of ["/page/", "/page/index.html", "/page?room=r1"]) {
      const answer = await fetch(url + path);
      expect(await answer.text()).toBe("<h1>页面</h1>");
      expect(answer.headers.get("content-type")).toContain("text/html");
    }
    expect((await fetch(`${url}/page?room=r1`)).url).toBe(`${url}/page/?room=r1`);
  });

  it("has nothing else", async () => {
    for (const path of ["/", "/pages/", "/page/none", "/page/%2e%2e/secret", "/page/%zz", "//"]) {
      expect((await fetch(url + path)).status, path).toBe(404);
    }
    expect((await fetch(`${url}/page/`, { method: "POST" })).status).toBe(404);
  });
});
